/** @import { Words } from "../problem.js" */

/** @type {Words} */
export default {
  problems: {
    "request-invalid": {
      title: "リクエストが不完全か、解釈できません",
      detail: "`{parameter}` {fault}",
      todo: "ルートに必要なパラメーターを、`?` の後にそれぞれ一度だけ指定してください。",
    },
    "template-twice": {
      title: "テンプレートが二つあります",
      detail: "本文にテンプレートがあり、`template` は別のテンプレートを指しています",
      todo: "本文でテンプレートを送るか、マニフェストにあるテンプレートの名前を指定するか、どちらか一方にしてください。",
    },
    "body-missing": {
      title: "本文がありません",
      detail: "本文が空です[[。`{parameter}` によるテンプレートの指定もありません]]",
      todo: "文書をリクエストの本文として送ってください。",
    },
    "body-broken": {
      title: "本文を最後まで読めません",
      detail: "本文が途中で終わっているか、Content-Encoding の示す形式で圧縮されていません",
      todo: "全体を送り直してください。`Content-Encoding: gzip` の場合は、一つの gzip メンバーにしてください。",
    },
    "token-missing": {
      title: "サインインしていません",
      detail: "リクエストにベアラートークンがありません",
      todo: "`Authorization: Bearer TOKEN` を送ってください。",
    },
    "token-invalid": {
      title: "トークンは受け付けられません",
      detail: "{reason}",
      todo: "このアドレス向けのトークンを新しく発行し、そのまま送ってください。",
    },
    "scope-missing": {
      title: "トークンの用途が違います",
      detail: "トークンの scope に `{scope}` がありません",
      todo: "この scope を持つトークンを発行してください。",
    },
    "provider-mismatch": {
      title: "別のプロバイダーのマニフェストです",
      detail: "トークンのアカウントは、マニフェストのプロバイダーではありません",
      todo: "マニフェストがプロバイダーとして示すアカウントのトークンを使ってください。",
    },
    "route-unknown": {
      title: "ここには何もありません",
      detail: "このパスのルートはありません",
      todo: "ルートの一覧は /openapi.json にあります。",
    },
    "service-unavailable": {
      title: "このアカウントで使えるサービスがありません",
      detail: "サービスが存在しないか、このアカウントではデプロイできません",
      todo: "サービスの ID を確かめ、トークンのアカウントへの共有をプロバイダーに依頼してください。",
    },
    "template-unknown": {
      title: "テンプレートがありません",
      detail: "サービスにテンプレート `{template}` はありません",
      todo: "サービスにあるテンプレートの名前を指定するか、本文でテンプレートを送ってください。",
    },
    "method-not-allowed": {
      title: "メソッドが合いません",
      detail: "このルートで使えるのは {allowed} だけです",
      todo: "ヘッダー Allow にあるメソッドを使ってください。",
    },
    "not-acceptable": {
      title: "応答のメディアタイプが異なります",
      detail: "応答は `{type}` になりますが、ヘッダー Accept に含まれていません",
      todo: "テンプレートのメディアタイプを Accept に含めるか、Accept を送らないでください。",
    },
    "body-slow": {
      title: "本文の送信に時間がかかりすぎています",
      detail: "{seconds} 秒以内に本文が届きませんでした",
      todo: "途切れないように送り直してください。",
    },
    "unchanged": {
      title: "お持ちの応答と同じです",
      detail: "If-None-Match は、このリクエストの応答と同じものを指しています",
      todo: "お持ちのテンプレートをそのままお使いください。",
    },
    "manifest-changed": {
      title: "マニフェストはすでに別のものです",
      detail: "If-Match は使用中のマニフェストを指していません。何も書き込まれていません",
      todo: "マニフェストを読み、その上で変更し、より大きいバージョンで署名して、その ETag とともに送ってください。",
    },
    "body-too-large": {
      title: "本文が大きすぎます",
      detail: "本文が {limit} バイトを超えています",
      todo: "より小さい文書を送ってください。圧縮した本文は、展開後の大きさで数えます。",
    },
    "encoding-unsupported": {
      title: "本文の圧縮形式が不明です",
      detail: "`{encoding}` は扱えません。使えるのは `gzip` だけです",
      todo: "本文をそのまま送るか、gzip で一度だけ圧縮してください。",
    },
    "media-type-unsupported": {
      title: "メディアタイプが合いません",
      detail: "[[`{type}` は使えません]][[{missing}]]。使えるもの: {known}",
      todo: "本文の種類を Content-Type で示してください。",
    },
    "not-resolved": {
      title: "テンプレートを解決できません",
      detail: "エラーがあります: {codes}",
      todo: "`diagnostics` を見てください。何がどこで誤っているか、どう直せるかが書かれています。",
    },
    "manifest-refused": {
      title: "マニフェストは受け付けられません",
      detail: "{reason}[[: {what}]]。何も書き込まれていません",
      todo: "`ecs-image-resolver sign` で署名し直し、`ecs-image-resolver verify` で確かめてください。",
    },
    "manifest-incomplete": {
      title: "マニフェストの一部がありません",
      detail: "バンドルのオブジェクトが {count} 個足りません。届いたものは保存され、使用中のマニフェストはそのままです",
      todo: "足りないオブジェクトとともに、同じバンドルを一度に、または何回かに分けて送り直してください。",
    },
    "if-match-missing": {
      title: "どのマニフェストを置き換えるのかが示されていません",
      detail: "リクエストに If-Match がありません",
      todo: "`GET /v1/manifest` の ETag を If-Match として送ってください。マニフェストがまだなければ `If-None-Match: *` です。",
    },
    "rate-limited": {
      title: "リクエストが多すぎます",
      detail: "このアカウントからのリクエストが多すぎます",
      todo: "ヘッダー Retry-After の秒数だけ待ってください。",
    },
    "internal-error": {
      title: "このサービスの不具合です",
      detail: "リクエストに応答できませんでした",
      todo: "もう一度送ってください。それでも失敗する場合は、その時刻をプロバイダーに伝えてください。",
    },
    "keys-unavailable": {
      title: "今はトークンを確かめられません",
      detail: "トークンの発行者の鍵を取得できません",
      todo: "少し待ってから送り直してください。",
    },
    "manifest-missing": {
      title: "マニフェストがまだありません",
      detail: "ここにはまだ何も公開されていません",
      todo: "プロバイダーが `PUT /v1/manifest` で公開します。",
    },
    "manifest-unavailable": {
      title: "今はマニフェストを読めません",
      detail: "一部が欠けているか、署名されたものと異なります",
      todo: "少し待ってから送り直してください。続く場合は、プロバイダーがマニフェストを公開し直します。",
    },
    "manifest-unverified": {
      title: "運用者が確認するまで書き込めません",
      detail: "最新のマニフェストの記録を、信頼された鍵で検証できません。使用中のマニフェストは引き続き使われます",
      todo: "運用者が `ecs-image-resolver recover --root FILE` を実行するか `RECOVERY` を設定して、信頼する鍵セットを指定します。その後、プロバイダーが公開し直します。",
    },
    "manifest-expired": {
      title: "マニフェストの期限が切れています",
      detail: "期限が過ぎ、新しいマニフェストがありません",
      todo: "プロバイダーが署名し直して公開します。",
    },
    "storage-full": {
      title: "保存先に空きがありません",
      detail: "マニフェストを保存するディスクがいっぱいです。これまでのマニフェストは引き続き使われます",
      todo: "空きを作るか、割り当てを増やしてから、同じリクエストをもう一度送ってください。",
    },
  },
  words: {
    fault: {
      missing: "がありません",
      twice: "が複数あります",
      long: "が長すぎます",
      empty: "が空です",
      unknown: "はこのルートのパラメーターではありません",
      form: "の書き方が正しくありません",
    },
    reason: {
      form: "トークンが署名付き JWT ではありません",
      algorithm: "トークンの署名が EdDSA、ES256、RS256 のいずれでもありません",
      key: "トークンの示す鍵が発行者の鍵の中にありません",
      signature: "トークンの署名が正しくありません",
      type: "トークンの `typ` がここで求められる値ではありません",
      lifetime: "トークンの有効期間がここで許される長さを超えているか、発行時刻がありません",
      issuer: "トークンの発行者が違います",
      audience: "トークンの宛先が違います",
      expired: "トークンの期限が切れているか、期限が書かれていません",
      early: "トークンはまだ有効ではありません",
      subject: "トークンにアカウントがありません",
      json: "JSON のバンドルではありません",
      signatures: "既知の鍵による正しい署名が足りません",
      version: "バージョンが使用中のマニフェストより大きくありません",
      lapsed: "期限が切れています",
      newer: "形式がこのリリースより新しいです",
      object: "一部が欠けているか、ルートの示すものと異なります",
      provider: "プロバイダーがトークンのアカウントではありません",
      manifest: "マニフェストがありません",
    },
    missing: { "content-type": "Content-Type がありません" },
  },
};
