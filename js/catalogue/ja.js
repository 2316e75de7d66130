/** 日本語の文言。用語は Alibaba Cloud のドキュメントに合わせる。キーは en.js と同じで、テストが照合する。 */

import { compose } from "./compose.js";
import change from "./ja/change.js";
import check from "./ja/check.js";
import distribution from "./ja/distribution.js";
import hcl from "./ja/hcl.js";
import imports from "./ja/import.js";
import input from "./ja/input.js";
import json from "./ja/json.js";
import manifest from "./ja/manifest.js";
import template from "./ja/template.js";
import yaml from "./ja/yaml.js";

export default {
  language: "ja",
  codes: compose(input, yaml, json, hcl, template, manifest, change, check, imports, distribution),
  roles: {
    first: "最初の記述はここです",
    "opened-here": "ここで開かれています",
    anchor: "アンカーはここです",
    through: "参照はここを経由します",
    "ends-here": "この文字列に行き着く可能性があります",
    declared: "ここで定義されています",
    "shared-with": "ここも同じ文字列を使っています",
  },
  severities: { error: "エラー", warning: "警告", info: "情報" },
  words: {
    expected: {
      "an object": "オブジェクト",
      "an object or a list": "オブジェクトまたはリスト",
      JSON: "JSON テキスト",
      "a list": "リスト",
      "a string": "文字列",
      "a number": "数値",
      "a whole number": "整数",
      "a boolean": "真偽値",
      "a list of regions or `all`": "リージョンのリストまたは `all`",
      "a list of account ids, `everyone` or `unknown`": "アカウント ID のリスト、`everyone`、または `unknown`",
      "a mapping of logical ids to resources": "論理 ID とリソースのマッピング",
      "a mapping with `Type` and `Properties`": "`Type` と `Properties` を持つマッピング",
      "a mapping of file names to texts": "ファイル名とその内容のマッピング",
      "the text of a file": "ファイルの内容を表す文字列",
      name: "名前",
    },
    found: {
      "an object": "オブジェクト",
      "a list": "リスト",
      "a string": "文字列",
      "a number": "数値",
      "a boolean": "真偽値",
      "a tagged value": "タグ付きの値",
      null: "null",
    },
    kind: { artifact: "デプロイメントパッケージ", service: "サービス", version: "バージョン", image: "イメージ", account: "アカウント" },
    missing: {
      "source.imageId": "ソースのカスタムイメージ",
      status: "ステータス",
      permission: "権限",
      id: "ID",
      "released version that can be deployed": "デプロイできる公開済みのバージョン",
      "number or `draft` as its name": "番号または `draft` という名前",
      "custom image as its source": "ソースとなるカスタムイメージ",
      "image that can be used": "使用できるイメージ",
    },
    regions: { none: "なし", "every region": "すべてのリージョン" },
  },
};
