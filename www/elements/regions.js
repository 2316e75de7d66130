/**
 * The regions of Alibaba Cloud, with their names, by area, in the order in which people look for them.
 *
 * The core knows the same ids (`src/manifest/region.rs`); a test holds one list against the other. An id that is in neither is
 * a region like any other, and is called by its id.
 */

/** @typedef {"en" | "ja" | "zh"} Language */
/** @typedef {"mainland" | "asia-pacific" | "europe" | "middle-east" | "americas" | "industry" | "other"} Area */
/** @typedef {{ id: string, area: Area, names: Record<Language, string> }} Region */

/** What the areas are called. @type {Record<Area, Record<Language, string>>} */
export const areaNames = {
  mainland: { en: "Chinese mainland", ja: "中国本土", zh: "中国内地" },
  "asia-pacific": { en: "Asia Pacific", ja: "アジアパシフィック", zh: "亚太" },
  europe: { en: "Europe", ja: "ヨーロッパ", zh: "欧洲" },
  "middle-east": { en: "Middle East", ja: "中東", zh: "中东" },
  americas: { en: "Americas", ja: "アメリカ", zh: "美洲" },
  industry: { en: "Finance, government and industry", ja: "金融・行政・産業クラウド", zh: "金融云、政务云与行业云" },
  other: { en: "Other regions", ja: "その他のリージョン", zh: "其他地域" },
};

/** @type {Partial<Record<Area, [string, string, string, string][]>>} */
const table = {
  mainland: [
    ["cn-hangzhou", "China (Hangzhou)", "中国 (杭州)", "华东1（杭州）"],
    ["cn-shanghai", "China (Shanghai)", "中国 (上海)", "华东2（上海）"],
    ["cn-nanjing", "China (Nanjing, local)", "中国 (南京・ローカル)", "华东5（南京-本地地域）"],
    ["cn-fuzhou", "China (Fuzhou, local)", "中国 (福州・ローカル)", "华东6（福州-本地地域）"],
    ["cn-wuhan-lr", "China (Wuhan, local)", "中国 (武漢・ローカル)", "华中1（武汉-本地地域）"],
    ["cn-qingdao", "China (Qingdao)", "中国 (青島)", "华北1（青岛）"],
    ["cn-beijing", "China (Beijing)", "中国 (北京)", "华北2（北京）"],
    ["cn-zhangjiakou", "China (Zhangjiakou)", "中国 (張家口)", "华北3（张家口）"],
    ["cn-huhehaote", "China (Hohhot)", "中国 (フフホト)", "华北5（呼和浩特）"],
    ["cn-wulanchabu", "China (Ulanqab)", "中国 (ウランチャブ)", "华北6（乌兰察布）"],
    ["cn-shenzhen", "China (Shenzhen)", "中国 (深圳)", "华南1（深圳）"],
    ["cn-heyuan", "China (Heyuan)", "中国 (河源)", "华南2（河源）"],
    ["cn-guangzhou", "China (Guangzhou)", "中国 (広州)", "华南3（广州）"],
    ["cn-chengdu", "China (Chengdu)", "中国 (成都)", "西南1（成都）"],
    ["cn-zhongwei", "China (Zhongwei)", "中国 (中衛)", "中国（中卫）"],
    ["cn-zhengzhou-jva", "China (Zhengzhou, joint venture)", "中国 (鄭州・合弁)", "郑州（联通合营）"],
  ],
  "asia-pacific": [
    ["cn-hongkong", "China (Hong Kong)", "中国 (香港)", "中国香港"],
    ["ap-northeast-1", "Japan (Tokyo)", "日本 (東京)", "日本（东京）"],
    ["ap-northeast-2", "South Korea (Seoul)", "韓国 (ソウル)", "韩国（首尔）"],
    ["ap-southeast-1", "Singapore", "シンガポール", "新加坡"],
    ["ap-southeast-3", "Malaysia (Kuala Lumpur)", "マレーシア (クアラルンプール)", "马来西亚（吉隆坡）"],
    ["ap-southeast-8", "Malaysia (Johor)", "マレーシア (ジョホール)", "马来西亚（柔佛）"],
    ["ap-southeast-5", "Indonesia (Jakarta)", "インドネシア (ジャカルタ)", "印度尼西亚（雅加达）"],
    ["ap-southeast-6", "Philippines (Manila)", "フィリピン (マニラ)", "菲律宾（马尼拉）"],
    ["ap-southeast-7", "Thailand (Bangkok)", "タイ (バンコク)", "泰国（曼谷）"],
    ["ap-southeast-2", "Australia (Sydney)", "オーストラリア (シドニー)", "澳大利亚（悉尼）"],
    ["ap-south-1", "India (Mumbai)", "インド (ムンバイ)", "印度（孟买）"],
  ],
  europe: [
    ["eu-central-1", "Germany (Frankfurt)", "ドイツ (フランクフルト)", "德国（法兰克福）"],
    ["eu-west-1", "UK (London)", "英国 (ロンドン)", "英国（伦敦）"],
    ["eu-west-2", "France (Paris)", "フランス (パリ)", "法国（巴黎）"],
  ],
  "middle-east": [
    ["me-east-1", "UAE (Dubai)", "UAE (ドバイ)", "阿联酋（迪拜）"],
    ["me-central-1", "Saudi Arabia (Riyadh)", "サウジアラビア (リヤド)", "沙特（利雅得）"],
  ],
  americas: [
    ["us-west-1", "US (Silicon Valley)", "米国 (シリコンバレー)", "美国（硅谷）"],
    ["us-east-1", "US (Virginia)", "米国 (バージニア)", "美国（弗吉尼亚）"],
    ["us-southeast-1", "US (Atlanta)", "米国 (アトランタ)", "美国（亚特兰大）"],
    ["na-south-1", "Mexico", "メキシコ", "墨西哥"],
    ["sa-east-1", "Brazil (São Paulo)", "ブラジル (サンパウロ)", "巴西（圣保罗）"],
  ],
  industry: [
    ["cn-hangzhou-finance", "Hangzhou Finance", "杭州 金融クラウド", "华东1 金融云"],
    ["cn-shanghai-finance-1", "Shanghai Finance", "上海 金融クラウド", "华东2 金融云"],
    ["cn-shenzhen-finance-1", "Shenzhen Finance", "深圳 金融クラウド", "华南1 金融云"],
    ["cn-beijing-finance-1", "Beijing Finance", "北京 金融クラウド", "华北2 金融云"],
    ["cn-north-2-gov-1", "North China 2 Government", "華北 2 行政クラウド", "华北2 阿里政务云1"],
    ["cn-heyuan-acdr-1", "Heyuan ACDR", "河源 ACDR", "河源 ACDR"],
    ["cn-wulanchabu-gic-1", "Ulanqab GIC", "ウランチャブ GIC", "乌兰察布 GIC"],
  ],
};

/** All known regions. @type {Region[]} */
export const regions = Object.entries(table).flatMap(([area, rows]) =>
  rows.map(([id, en, ja, zh]) => ({ id, area: /** @type {Area} */ (area), names: { en, ja, zh } })),
);

const byId = new Map(regions.map((region, order) => [region.id, { ...region, order }]));

/**
 * What a region is called; its id, where it is not known.
 *
 * @param {string} id
 * @param {Language} language
 */
export function regionName(id, language) {
  return byId.get(id)?.names[language] ?? id;
}

/** The area of a region; `other` where it is not known. @param {string} id @returns {Area} */
export function areaOf(id) {
  return byId.get(id)?.area ?? "other";
}

/**
 * Ids, each once, in the order of the list above; those that are not known come last, by their names.
 *
 * @param {Iterable<string>} ids
 */
export function inOrder(ids) {
  const place = (/** @type {string} */ id) => byId.get(id)?.order ?? regions.length;
  return [...new Set(ids)].sort((one, other) => place(one) - place(other) || (one < other ? -1 : 1));
}

/**
 * Ids by area, in order; areas without any are left out.
 *
 * @param {Iterable<string>} ids
 * @returns {{ area: Area, ids: string[] }[]}
 */
export function byArea(ids) {
  /** @type {Map<Area, string[]>} */
  const groups = new Map();
  for (const id of inOrder(ids)) {
    const area = areaOf(id);
    const group = groups.get(area);
    if (group) group.push(id);
    else groups.set(area, [id]);
  }
  return Array.from(groups, ([area, ids]) => ({ area, ids }));
}

/**
 * Whether a region answers to what a person typed: its id or its name in any language.
 *
 * @param {string} id
 * @param {string} typed
 */
export function answersTo(id, typed) {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return true;
  return [id, ...Object.values(byId.get(id)?.names ?? {})].some((name) => name.toLowerCase().includes(wanted));
}
