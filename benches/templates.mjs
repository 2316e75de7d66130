/**
 * Templates to measure with, made from the project's fixtures: the same ones every time, in four sizes.
 *
 * Each is what real ROS and Terraform templates are made of: parameters with labels in two languages, resources out of
 * `tests/fixtures` under new names, a boot script, comments. One of them in a comment names the image, too, and is not to
 * be touched. Whoever knows only the text cannot tell how it was made; the generator knows what has to come out.
 */

import { readFileSync } from "node:fs";

/** What a template names before, and what its service's region has for it. */
export const IMAGE = { old: "centos_7_9_x64_20G_alibase_20240403.vhd", new: "m-2ze0f9a1c3d5e7b9h1j3" };

/** Bytes of YAML, and of HCL; the JSON of a size is the same data as its YAML, with an indent of 2. */
export const SIZES = { S: 3_000, M: 20_000, L: 215_000, XL: 2_000_000 };

/** @typedef {keyof typeof SIZES} Size */

/** The resources of a fixture, each with its lines. */
const RESOURCES = blocks("sites/paths.yaml", /^(?= {2}\w)/m, /^ {2}(\w+):\n/);
const BLOCKS = blocks("hcl/paths.tf", /^(?=resource )/m, /^resource "\w+" "(\w+)"/);

/** Words of no meaning for descriptions, in both languages. */
const WORDS = ["deploys", "the web tier", "with disks", "and a gateway", "for every zone", "billed by hour"];
const ZH = ["部署", "网站前端", "挂载数据盘", "配置网关", "按量付费", "选择可用区"];

/** @param {string} fixture @param {RegExp} between two blocks @param {RegExp} name of one, at its start */
function blocks(fixture, between, name) {
  const text = readFileSync(new URL(`../tests/fixtures/${fixture}`, import.meta.url), "utf8").replace(/^Outputs:[^]*/m, "");
  // Only what every peer reads: none of them knows the tags of functions.
  const pieces = text.split(between).filter((piece) => name.test(piece) && !piece.includes("!"));
  return pieces.map((piece) => ({ name: /** @type {RegExpExecArray} */ (name.exec(piece))[1], text: piece }));
}

/** Numbers that look random and are the same every time. @param {number} seed */
function numbers(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Resources of every template that have no image. @param {(below: number) => number} below @param {number} at */
const others = (below, at) => [
  [
    `  SecurityGroup${at}:`,
    "    Type: ALIYUN::ECS::SecurityGroup",
    "    Properties:",
    "      VpcId:",
    "        Ref: VpcId",
    "      SecurityGroupIngress:",
    ...[22, 80, 443].flatMap((port) => [`        - PortRange: ${port}/${port}`, "          Priority: 1", "          SourceCidrIp: 0.0.0.0/0", "          IpProtocol: tcp", "          NicType: intranet"]),
    "      SecurityGroupEgress: [{PortRange: -1/-1, Priority: 1, IpProtocol: all, DestCidrIp: 0.0.0.0/0, NicType: intranet}]",
  ],
  [
    `  Database${at}:`,
    "    Type: ALIYUN::RDS::DBInstance",
    "    Properties:",
    "      Engine: MySQL",
    "      EngineVersion: '8.0'",
    `      DBInstanceStorage: ${20 * (1 + below(20))}`,
    "      DBInstanceClass:",
    "        Ref: DBInstanceClass",
    "      SecurityIPList: 10.0.0.0/8,172.16.0.0/12",
    `      DBMappings: [{DBName: shop_${at}, CharacterSetName: utf8mb4}]`,
  ],
  [
    `  Prepare${at}:`,
    "    Type: ALIYUN::ECS::RunCommand",
    "    DependsOn: Server0",
    "    Properties:",
    "      Type: RunShellScript",
    "      Sync: true",
    "      Timeout: '3600'",
    "      InstanceIds:",
    "        Fn::GetAtt: [Server0, InstanceIds]",
    "      CommandContent:",
    "        Fn::Sub:",
    "          - |",
    "            #!/bin/bash",
    `            set -euo pipefail  # ${WORDS[below(6)]}`,
    "            yum install -y nginx mysql || { echo failed; exit 1; }",
    "            cat > /etc/nginx/conf.d/shop.conf <<'CONF'",
    "            server { listen 80; location / { proxy_pass http://127.0.0.1:8080; } }",
    "            CONF",
    "            ${Notify}",
    "          - Notify:",
    "              Fn::GetAtt: [WaitHandle, CurlCli]",
  ],
];

/** How many bytes of a template there are to one image, as real ones have it: of 26 KB of ROS YAML one, in the longest ones less. */
const BYTES_AN_IMAGE = 5_000;

/**
 * A ROS template.
 *
 * @param {Size} size
 * @param {string} image what its instances boot from
 */
export function yaml(size, image) {
  const below = numbers(1);
  const head = ["ROSTemplateFormatVersion: '2015-09-01'", "Description:", "  en: A service made to be measured", "  zh-cn: 用于测量的服务", "Parameters:"];
  const resources = ["Resources:"];
  for (let at = 0, bytes = 0, images = 0; bytes < SIZES[size]; at += 1) {
    const [one, two, three, four] = [WORDS[below(6)], WORDS[below(6)], ZH[below(6)], ZH[below(6)]];
    const parameter = [
      `  InstanceType${at}:`,
      "    Type: String",
      "    Label:",
      `      en: Instance type ${at}`,
      `      zh-cn: 实例规格${three}`,
      `    Description: "${one}, ${two}. ${four}"`,
      "    AssociationProperty: ALIYUN::ECS::Instance::InstanceType",
      "    AssociationPropertyMetadata:",
      "      ZoneId: ${ZoneId}",
      `    AllowedValues: [ecs.c6.large, ecs.g6.xlarge, 'ecs.r${below(9)}.large']`,
    ];
    const added = others(below, at)[below(3)];
    const boots = bytes >= images * BYTES_AN_IMAGE;
    if (boots) {
      images += 1;
      added.push(
        `  Server${at}:`,
        "    Type: ALIYUN::ECS::Instance",
        "    Properties:",
        `      # ImageId: ${IMAGE.old}`,
        `      ImageId: ${images % 3 === 2 ? `'${image}'` : image}`,
        "      InstanceType:",
        `        Ref: InstanceType${at}`,
        "      SystemDiskCategory: cloud_essd",
        `      SystemDiskSize: ${20 + below(200)}`,
        "      Tags:",
        "        - Key: role",
        `          Value: web-${below(1000)}`,
      );
      const { name, text } = RESOURCES[below(RESOURCES.length)];
      if (images % 4 === 0) added.push(...text.replace(`${name}:`, `${name}${at}:`).trimEnd().split("\n"));
    }
    head.push(...parameter);
    resources.push(...added);
    // Whatever image is named, there are as many.
    bytes += Buffer.byteLength([...parameter, ...added].join("\n")) - (boots ? image.length : 0);
  }
  return [...head, ...resources, "Outputs:", "  Url:", "    Value:", "      Fn::GetAtt: [Server0, PublicIp]", ""].join("\n");
}

/**
 * A Terraform module.
 *
 * @param {Size} size
 * @param {string} image what its instances boot from
 */
export function hcl(size, image) {
  const below = numbers(2);
  const lines = ['provider "alicloud" {', "  region = var.region", "}", ""];
  for (let at = 0, bytes = 0, images = 0; bytes < SIZES[size]; at += 1) {
    const block = [
      `variable "instance_type_${at}" {`,
      `  description = "${WORDS[below(6)]}, ${ZH[below(6)]}"`,
      "  type        = string",
      `  default     = "ecs.c${below(9)}.large"`,
      "}",
      "",
      `resource "alicloud_security_group_rule" "rule_${at}" {`,
      '  type              = "ingress"',
      '  ip_protocol       = "tcp"',
      `  port_range        = "\${var.port_${at}}/\${var.port_${at}}"`,
      "  security_group_id = alicloud_security_group.default.id",
      '  cidr_ip           = "0.0.0.0/0"',
      "}",
      "",
      `module "network_${at}" {`,
      '  source     = "./modules/network"',
      "  cidr_block = cidrsubnet(var.cidr, 4, " + below(16) + ")",
      `  zones      = [for zone in data.alicloud_zones.default.zones : zone.id if zone.id != "${WORDS[below(6)]}"]`,
      `  tags       = merge(local.tags, { role = "web-${below(1000)}", "${ZH[below(6)]}" = "true" })`,
      "}",
      "",
    ];
    const boots = bytes >= images * BYTES_AN_IMAGE;
    if (boots) {
      images += 1;
      block.push(
        `resource "alicloud_instance" "server_${at}" {`,
        `  # image_id = "${IMAGE.old}"`,
        `  image_id             = "${image}"`,
        `  instance_type        = var.instance_type_${at}`,
        `  instance_name        = "\${var.prefix}-${at}-\${count.index + 1}"`,
        "  security_groups      = alicloud_security_group.default.*.id",
        '  system_disk_category = "cloud_essd"',
        `  system_disk_size     = ${20 + below(200)}`,
        `  count                = var.enabled && length(var.zones) > ${below(4)} ? 2 : 0`,
        "  user_data = <<-EOF",
        "    #!/bin/bash",
        `    echo "${WORDS[below(6)]} \${var.prefix}" >> /var/log/boot.log`,
        "    systemctl enable --now nginx",
        "  EOF",
        "}",
        "",
      );
      const { name, text } = BLOCKS[below(BLOCKS.length)];
      if (images % 4 === 0) block.push(text.replace(`"${name}"`, `"${name}_${at}"`).trimEnd(), "");
    }
    lines.push(...block);
    bytes += Buffer.byteLength(block.join("\n")) - (boots ? image.length : 0);
  }
  return lines.join("\n");
}

/** Forty regions that there are. */
export const REGIONS = [...readFileSync(new URL("../src/manifest/region.rs", import.meta.url), "utf8").matchAll(/(?:prefixed|region)\("([a-z0-9-]+)"/g)].map(([, id]) => id).slice(0, 40);

/** A manifest whose service replaces the image in each of them, and is open to anyone. */
export const MANIFEST = {
  manifestVersion: 1,
  provider: "1000000000000001",
  artifacts: [
    {
      artifactId: "artifact-1",
      artifactType: "EcsImage",
      name: "web_server",
      versions: [
        {
          version: "1",
          status: "Available",
          source: { type: "custom", imageId: "m-bp10f9a1c3d5e7b9h1j3", regionId: "cn-hangzhou" },
          images: Object.fromEntries(REGIONS.map((region, at) => [region, { imageId: region === "cn-beijing" ? IMAGE.new : `m-${String(at).padStart(2, "0")}0f9a1c3d5e7b9h1j`, status: "Available" }])),
        },
      ],
    },
  ],
  services: [{ serviceId: "service-1", status: "Online", shareType: "Public", relations: { [IMAGE.old]: { artifactId: "artifact-1", version: "1" } } }],
};

export const REQUEST = { service: "service-1", region: "cn-beijing", account: "1000000000000002" };
