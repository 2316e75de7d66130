/** @param {string[]} names */
const listed = (names) => (names.length > 2 ? `${names.slice(0, 2).join("、")} ほか ${names.length - 2} 件` : names.join("、"));

/** @type {typeof import("../en/artifacts.js").default} */
export default {
  artifacts: "デプロイメントパッケージ",
  artifactsLead: "デプロイメントパッケージ（アーティファクト）は、1 つの ECS イメージと、販売する各リージョンへのコピー、そのバージョンをまとめたものです。",
  newArtifact: "新規作成",
  searchArtifacts: "名前、ID、タグ、イメージ ID で検索",
  clearSearch: "検索をクリア",
  found: (found, all) => `${all} 件中 ${found} 件`,
  noneFound: "該当するデプロイメントパッケージはありません。",
  noArtifacts: "デプロイメントパッケージはまだありません",
  noArtifactsText: "カスタムイメージまたはマーケットプレイス商品から作成するか、マニフェストを開くかドロップしてください。",
  showMore: (more) => `さらに表示（${more} 件）`,
  name: "名前",
  status: "ステータス",
  regions: "リージョン",
  visibility: "公開先",
  usedBy: "利用サービス",
  noService: "なし",
  services: (count) => `${count} 個のサービス`,
  draft: "ドラフト",
  version: (version) => (version === "draft" ? "ドラフト" : `バージョン ${version}`),
  statusOf: (status) => ({ Created: "作成済み", Scanning: "スキャン中", Delivering: "配布中", Available: "利用可能", CreateFailed: "失敗" })[status] ?? (status || "ステータスなし"),
  regionsOf: (there, meant) => `${meant} リージョン中 ${there} 利用可能`,
  allRegions: (there) => `すべてのリージョン、${there} 利用可能`,
  someRegions: (there) => `${there} 利用可能`,
  unknown: "不明",
  visibilityOf: (visibility) => ({ private: "プロバイダーのみ", shared: "共有アカウント", public: "すべてのユーザー" })[visibility],
  publicThrough: (names) => `公開サービス 「${listed(names)}」 を通じて`,
  sharedThrough: (accounts, names) => `「${listed(names)}」 を通じて ${accounts} アカウント`,
  privateUnused: "利用しているサービスがありません",
  privateClosed: (count) => `関連する ${count} 個のサービスはまだ公開されていません`,

  createArtifact: "デプロイメントパッケージの作成",
  noSuchArtifact: "デプロイメントパッケージが見つかりません",
  noSuchArtifactText: (id) => `マニフェストに ${id} はありません。削除された場合は「元に戻す」で復元できます。`,
};
