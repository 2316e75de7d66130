/** @param {string[]} names */
const listed = (names) => (names.length > 2 ? `${names.slice(0, 2).join("、")}等 ${names.length} 个服务` : names.join("、"));

/** @type {typeof import("../en/artifacts.js").default} */
export default {
  artifacts: "部署物",
  artifactsLead: "部署物即 ECS 镜像部署包：一个镜像、它在各销售地域中的副本，以及它的版本。",
  newArtifact: "创建部署物",
  searchArtifacts: "按名称、ID、标签或镜像 ID 搜索",
  clearSearch: "清除搜索",
  found: (found, all) => `${found} / ${all}`,
  noneFound: "没有符合条件的部署物。",
  noArtifacts: "还没有部署物",
  noArtifactsText: "可从自定义镜像或云市场商品创建，也可以打开或拖入清单。",
  showMore: (more) => `显示更多（${more}）`,
  name: "名称",
  status: "状态",
  regions: "地域",
  visibility: "可见范围",
  usedBy: "使用者",
  noService: "无服务",
  services: (count) => `${count} 个服务`,
  draft: "草稿",
  version: (version) => (version === "draft" ? "草稿" : `版本 ${version}`),
  statusOf: (status) => ({ Created: "已创建", Scanning: "扫描中", Delivering: "分发中", Available: "可用", CreateFailed: "失败" })[status] ?? (status || "无状态"),
  regionsOf: (there, meant) => `${meant} 个地域中 ${there} 个就绪`,
  allRegions: (there) => `全部地域，${there} 个就绪`,
  someRegions: (there) => `${there} 个就绪`,
  unknown: "未知",
  visibilityOf: (visibility) => ({ private: "仅服务商", shared: "共享账号", public: "所有人" })[visibility],
  publicThrough: (names) => `通过公开服务 “${listed(names)}”`,
  sharedThrough: (accounts, names) => `通过 “${listed(names)}” 共享给 ${accounts} 个账号`,
  privateUnused: "没有服务使用它",
  privateClosed: (count) => `相关的 ${count} 个服务尚未对任何人开放`,

  createArtifact: "创建部署物",
  noSuchArtifact: "没有此部署物",
  noSuchArtifactText: (id) => `清单中没有部署物 ${id}。如果它已被删除，可用“撤销”恢复。`,
};
