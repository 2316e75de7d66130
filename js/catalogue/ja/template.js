/** テンプレートの内容と、イメージの指定箇所。 */
export default {
  "foreign-template": {
    message: "これは {cloud} のテンプレートで、ROS や Terraform のものではありません",
    title: "他のクラウドのテンプレート",
    means: "他のクラウドのテンプレートの特徴があります。そのリソースに ECS イメージはなく、ROS もこのテンプレートを受け付けません。",
    todo: "ROS または Terraform のテンプレートを指定してください。CloudFormation のテンプレートは、ROS の `rostran` コマンドで変換できます。",
  },
  "not-a-template": {
    message: "ROS テンプレートでも Terraform でもありません。`Resources` がありません",
    title: "テンプレートではない",
    means: "読み取れるファイルですが、`Resources`、`Workspace`、`Transform`、`ROSTemplateFormatVersion` のいずれもありません。Kubernetes のマニフェストなど、別の YAML または JSON ファイルと考えられます。",
    todo: "対象から外すか、ファイルが正しいことを確認してください。テンプレートであれば、リソースを `Resources` の下に書きます。",
  },
  "format-version-missing": {
    message: "`ROSTemplateFormatVersion` がありません",
    title: "`ROSTemplateFormatVersion` がない",
    means: "ROS テンプレートには、形式のバージョンの指定が必須です。指定のないテンプレートを ROS は受け付けません。",
    todo: "先頭の行に `ROSTemplateFormatVersion: '2015-09-01'` を追加してください。",
  },
  "resources-missing": {
    message: "テンプレートに `Resources` がありません",
    title: "リソースがない",
    means: "ROS テンプレートには `Resources` セクションが必須で、イメージ ID はこのセクションの中だけで探します。このテンプレートは何も作成しないため、置き換える対象がありません。",
    todo: "`Resources` を追加し、綴りを確認してください。セクション名は英語で、大文字から始まります。",
  },
  "unknown-section": {
    message: "`{section}` というセクションは ROS にありません",
    title: "不明なセクション",
    means:
      "ROS が読み取るのは、ドキュメントに記載されたセクションだけです: `ROSTemplateFormatVersion`、`Description`、`Metadata`、`Parameters`、`Mappings`、`Conditions`、`Resources`、`Outputs`、`Rules`、`Locals`、`Transform`、`Workspace`。これ以外の名前の下に書いた内容は使われません。",
    todo: "綴りを直してください。`Resource` ではなく `Resources` です。複数のセクションで共有するアンカーを置く場合は、`x-` または `.` で始まる名前にします。",
  },
  "wrong-type": {
    message: "`{name}` は{expected}でなければなりません",
    title: "値の種類の誤り",
    means: "テンプレートで別の種類の値が必要な位置に、リスト、文字列、数値などがあります。その中のイメージは検索していません。",
    todo: "メッセージに示した種類の値を書いてください。YAML では、インデントのずれや、マッピングをリストにしてしまう `-` が原因であることがよくあります。",
  },
  "type-missing": {
    message: "リソース `{resource}` に `Type` がありません",
    title: "タイプのないリソース",
    means: "リソースは、何を作成するかを `Type` で示します。`Type` がないと ROS はテンプレートを受け付けず、イメージを使うリソースかどうかも判断できません。",
    todo: "`Type: ALIYUN::ECS::Instance` のようにタイプを追加してください。`Type` がある場合は、リソース名より 1 段深くインデントされているか確認します。",
  },
  "several-documents": {
    message: "ROS が読み取るドキュメントは 1 つですが、ファイルに {count} 個あります",
    title: "複数のドキュメント",
    means: "`---` の行から新しい YAML ドキュメントが始まります。ROS のテンプレートは 1 つのドキュメントです。ここでは、すべてのドキュメントのイメージを検索しました。",
    todo: "1 つのファイルには 1 つのテンプレートだけを書いてください。同じテンプレートを区切っている `---` は削除します。",
  },
  "duplicate-key": {
    message: "`{key}` が 2 回書かれています。最後のものが有効です",
    title: "キーの重複",
    means: "テンプレートの 1 つのマッピング、またはマニフェストの 1 つのオブジェクトに、同じキーが 2 回あります。最後のものが有効になり、最初のものは警告なしに失われます (Terraform はエラーにします)。テンプレートのイメージには影響しません。",
    todo: "どちらかを削除するか、名前を変えてください。",
  },
  "duplicate-site-key": {
    message: "`{key}` が 2 回書かれており、イメージがどちらになるかに影響します",
    title: "イメージに影響するキーの重複",
    means: "同じキーが 2 回あり、どちらが有効かによってリソースのイメージが変わります。ROS は何も言わずに最後のものを使い、Terraform はエラーにします。推測で置き換えることになるため、出力はありません。",
    todo: "どちらかを削除するか、リソースの名前を変えてください。",
  },
  "template-not-checked": {
    message: "リソース `{resource}` のテンプレートは `{property}` で指定されているため、ここでは読み取りません",
    title: "読み取れない子テンプレート",
    means: "このスタックのテンプレートは、URL、テンプレート ID、または関数が作る文字列で指定されています。読み取るのはこのファイルの内容だけなので、子テンプレートのイメージは検査も置き換えも行いません。",
    todo: "子テンプレートを単独で検査してください。イメージも置き換えるには、`TemplateBody` に直接書きます。",
  },
  "stack-depth": {
    message: "子テンプレートの入れ子が {limit} 段を超えています",
    title: "スタックの入れ子が深すぎる",
    means: "ROS のスタックの入れ子は 5 段までです。ここにある子テンプレートはそれを超えているため、イメージを検索していません。",
    todo: "最も内側のリソースを、1 つ外側のテンプレートに移してください。",
  },
  "workspace-missing": {
    message: "`Transform` に Terraform の指定がありますが、`Workspace` がありません",
    title: "Terraform のファイルがない",
    means: "`Transform` は、この ROS テンプレートが Terraform を含むことを示しています。Terraform のファイルは `Workspace` に書きますが、それがありません。",
    todo: "`Workspace` を追加し、`main.tf: |-` のようにファイル名ごとに内容を書いてください。通常の ROS テンプレートであれば、`Transform` を削除します。",
  },
  "terraform-not-alicloud": {
    message: "`alicloud` プロバイダーのリソースやデータソースがありません",
    title: "Alibaba Cloud のリソースがない",
    means: "これらのファイルには `alicloud` プロバイダーのリソースもデータソースもないため、置き換える ECS イメージがありません。変数や出力だけのファイルであれば問題ありません。",
    todo: "想定どおりであれば対応は不要です。そうでなければ、`alicloud_…` リソースを書いたファイルも渡したか確認してください。",
  },
  "workspace-ignored": {
    message: "`Transform` に Terraform の指定がないため、`Workspace` を読み取りません",
    title: "読み取られない Terraform のファイル",
    means: "テンプレートに `Workspace` がありますが、`Aliyun::Terraform-` または `Aliyun::OpenTofu-` で始まる `Transform` がありません。この場合 ROS は Terraform を読み取らないため、これらのファイルのイメージは検索しません。",
    todo: "`Transform: Aliyun::Terraform-v1.5` (または使用するバージョン) を追加するか、`Workspace` を削除してください。",
  },
  "image-not-literal": {
    message: "`{resource}` のイメージは文字列ではなく `{what}` なので、置き換えることができません",
    title: "イメージが固定の文字列ではない",
    means:
      "Compute Nest がイメージを置き換えるのは、テンプレートに固定の文字列で書かれている場合だけです。入力パラメーター、ビルトイン関数、変数から得る値は、どのリージョンでもそのままになります。この値が行き着く可能性のある文字列を併せて示します。マニフェストがある場合は、そのいずれかが関連付けられているときだけエラーになります。",
    todo: "`ImageId: web-image` のように固定の文字列を書き、マニフェストでその文字列をデプロイメントパッケージに関連付けてください。実在するイメージ ID である必要はありません。顧客にイメージを選ばせる場合は、`--warn image-not-literal` で警告にします。",
  },
  "site-not-documented": {
    message: "`{type}` は、Compute Nest のドキュメントで置き換えの対象とされているリソースではありません",
    title: "ドキュメントに記載のないリソースの置き換え",
    means:
      "Compute Nest のドキュメントでイメージの置き換えの対象とされているのは、インスタンス、インスタンスグループ、スケーリンググループ、E-HPC クラスタ (`ALIYUN::ECS::Instance`、`ALIYUN::ECS::InstanceGroup`、`ALIYUN::ESS::ScalingConfiguration`、`ALIYUN::EHPC::Cluster`、`alicloud_instance`、`alicloud_ess_scaling_configuration`) です。このリソースは同じ種類のイメージを使うため、ここでは置き換えましたが、Compute Nest 自体は置き換えない可能性があります。",
    todo: "このツールで置き換えるのであれば対応は不要です。Compute Nest に任せる場合は、別のリージョンでデプロイを試すか、`profile` を `documented` にして確実な範囲を確認してください。",
  },
  "property-misnamed": {
    message: "`{type}` に `{property}` というプロパティはありません",
    title: "リソースにないプロパティ",
    means: "Compute Nest のドキュメントはこのプロパティを挙げていますが、ROS のこのリソースにその名前のプロパティはありません。スケーリンググループのイメージは、スケーリング設定で指定します。ROS は、テンプレートを拒否するか、このプロパティを無視する可能性があります。",
    todo: "`ImageId` を、このスケーリンググループの `ALIYUN::ESS::ScalingConfiguration` に移してください。",
  },
  "stack-group-site": {
    message: "`{resource}` のイメージは、このリージョンではなくスタックグループのリージョンで使われるため、置き換えません",
    title: "スタックグループの中のイメージ",
    means: "スタックグループは、独自に指定されたリージョンにテンプレートをデプロイします。外側のテンプレートのリージョンのイメージ ID はそこでは正しくないため、このイメージは決して置き換えません。",
    todo: "すべてのリージョンにあるパブリックイメージを使うか、子テンプレートの中で `Mappings` と、`ALIYUN::Region` による `Fn::FindInMap` で ID を選んでください。",
  },
  "image-unassociated": {
    message: "`{image}` にはデプロイメントパッケージが関連付けられていないため、そのままにします[[。`{near}` には関連付けがあります]]",
    title: "デプロイメントパッケージが関連付けられていないイメージ",
    means: "サービスにこの文字列の関連付けがないため、テンプレートの記述をそのまま残します。パブリックイメージであれば問題ありませんが、カスタムイメージの ID は 1 つのリージョンにしか存在しません。関連付けは、大文字と小文字、空白も含めて完全一致で照合します。",
    todo: "置き換える必要があれば、テンプレートの記述とまったく同じ文字列を、サービスの `relations` に追加してください。メッセージに似た文字列が示されている場合は、どちらかの綴りを直します。",
  },
  "relation-unused": {
    message: "このテンプレートに `{image}` というイメージはありません",
    title: "使われていない関連付け",
    means: "サービスはこの文字列をデプロイメントパッケージに関連付けていますが、このテンプレートのどのイメージもその文字列ではありません。関連付けはサービスのすべてのテンプレートに共通なので、別のテンプレートで使われている可能性があります。",
    todo: "このテンプレートで使う場合は、イメージにこの文字列をそのまま書いてください。どのテンプレートでも使わない場合は、関連付けを削除します。",
  },
  "image-hidden-character": {
    message: "`{image}` には、目に見えない文字 {character} が含まれています",
    title: "目に見えない文字を含むイメージ",
    means: "この文字列には、ゼロ幅スペースや文字の向きを変える制御文字など、形のない文字が含まれています。実際とは異なる文字列に見えますが、イメージ ID にこのような文字が使われることはありません。",
    todo: "その文字を削除してください。ID を入力し直すか、コンソールからコピーします。意図したものであれば、引用符の中にエスケープで書き、見えるようにしてください。",
  },
  "image-look-alike": {
    message: "`{image}` に含まれる `{letter}` ({character}) は、`{like}` に似た別の文字です",
    title: "よく似た別の文字を含むイメージ",
    means: "この文字列には、多くのフォントでラテン文字、数字、ハイフンと同じ形に見える別の文字体系の文字が含まれています。見た目が同じ文字列とは一致しないため、そちらの関連付けは見つかりません。",
    todo: "テンプレートと関連付けのうち、その文字を含むほうを、半角英数字で入力し直してください。",
  },
  "edit-conflict": {
    message: "2 か所が同じ文字列 `{image}` を共有していますが、必要なイメージが異なります",
    title: "1 つの文字列に 2 つのイメージ",
    means: "2 つのリソースが YAML のアンカーを通じて同じ文字列を使っていますが、必要なイメージが異なります。たとえば、一方は置き換えの対象で、もう一方はスタックグループの中にあるため置き換えられません。1 つの文字列で両方を表すことはできません。",
    todo: "共有をやめて、それぞれの箇所にイメージを直接書いてください。",
  },
  "image-not-writable": {
    message: "ID `{image}` をここに書くことはできません",
    title: "書き込めないイメージ ID",
    means: "マニフェストにあるこのリージョンのイメージ ID は、改行や `{{resolve:…}}` を含むなど、イメージ ID としてあり得ないものです。テンプレートに書くと、別の意味に解釈されます。",
    todo: "マニフェストのイメージ ID を直してください。`m-` に続く 20 文字の英小文字と数字です。",
  },
};
