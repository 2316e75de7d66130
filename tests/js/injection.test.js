/**
 * A manifest that tries to break out: image ids of every hostile kind, at every kind of place, in every language. The output,
 * read by parsers that are not ours, holds exactly the id as plain text there and is the same everywhere else, or there is
 * no output and the reason is said.
 */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

import { parseAllDocuments } from "yaml";

import { analyze, planCommands, Resolver } from "../../js/node.js";
import { meaning } from "../oracle/compare.js";
import { placesOf } from "../oracle/resolve.js";
import { inWorkspace, readYaml } from "../oracle/tree.js";

/** @import { Language } from "../oracle/resolve.js" */
/** @import { Text } from "../oracle/tree.js" */

/** What no id of the cloud looks like, and what a manifest may say all the same. @type {Record<string, string>} */
const IDS = {
  "an id": "m-bp1aaaaaaaaaaaaaaaaa",
  "a public image": "centos_7_9_x64_20G_alibase_20240403.vhd",
  "nothing": "",
  "a blank": " ",
  "blanks around": " m-1 ",
  "a double quote": 'm-1"',
  "a single quote": "m-'1",
  "quotes alone": `"'"'`,
  "a key after a quote": `m-1", "Type": "ALIYUN::ECS::Disk`,
  "an attribute after a quote": 'm-1"\n  user_data = "x',
  "a line feed": "m-1\nm-2",
  "a key on the next line": "m-1\n      UserData: x",
  "line feeds around": "\nm-1\n",
  "a carriage return": "m-1\rm-2",
  "CR LF": "m-1\r\nm-2",
  "a tab": "m-\t1",
  "a backslash": "m-\\1",
  "a backslash at the end": "m-1\\",
  "an escape": "m-\\u0022\\n",
  "interpolation": "${var.secret}",
  "escaped interpolation": "$${var.secret}",
  "dollars": "$$${a}$$",
  "a directive": "%{ if true }x%{ endif }",
  "percents": "%%%{a}%%",
  "a template": "{{ web }}",
  "a dynamic reference": "{{resolve:oos-secret:x}}",
  "a dynamic reference with blanks": "m-{{  resolve:oos:x}}",
  "NUL": "m-\0-1",
  "a bell": "m-\u0007",
  "delete": "m-\u007f",
  "next line": "m-\u0085-1",
  "line separator": "m-\u2028-1",
  "paragraph separator": "m-\u2029-1",
  "byte order mark": "\uFEFFm-1",
  "no character": "m-\uFFFE\uFFFF",
  "turned around": "m-\u202E1-m\u202C",
  "no width": "m-\u200B1",
  "a private letter": "m-\uE000\u{F0000}",
  "beyond the basic plane": "m-😀-1",
  "a comment": "m-1 # rest",
  "a comment at once": "#m-1",
  "a comment of HCL": "m-1 // rest /* more",
  "a mapping": "m-1: x",
  "a colon at the end": "m-1:",
  "an alias": "*x",
  "an anchor": "&x m-1",
  "a tag": "!Ref Secret",
  "a long tag": "!!python/object:os.system x",
  "a flow sequence": "[m-1, m-2]",
  "a flow mapping": "{Ref: Secret}",
  "a comma": "m-1, m-2",
  "closing brackets": "m-1]}",
  "a dash": "- m-1",
  "a dash alone": "-",
  "a question": "? m-1",
  "a block scalar": "|\n  m-1",
  "a folded one": ">-",
  "an equals sign": "=",
  "a merge key": "<<",
  "a document's end": "...",
  "a document's start": "---",
  "a directive of YAML": "%YAML 1.2",
  "an at sign": "@m-1",
  "a back quote": "`m-1`",
  "yes": "yes",
  "No": "No",
  "on": "on",
  "OFF": "OFF",
  "y": "y",
  "N": "N",
  "true": "true",
  "False": "False",
  "null": "null",
  "Null": "Null",
  "a tilde": "~",
  "a number": "12",
  "a number with an exponent": "1e3",
  "a number with a sign and an exponent": "1e+3",
  "a hexadecimal number": "0x1",
  "an octal number": "0o17",
  "an old octal number": "017",
  "a binary number": "0b101",
  "a number with underscores": "1_000",
  "a point": ".5",
  "minutes": "1:30",
  "infinity": ".inf",
  "minus infinity": "-.Inf",
  "not a number": ".NaN",
  "a date": "2015-09-01",
  "a heredoc": "<<EOF\nx\nEOF",
  "a heredoc's end": "\nEOF\n",
  "a prototype": "__proto__",
  "a constructor": "constructor",
  "very long": `m-${"a".repeat(100_000)}`,
  "very long and hostile": `"'\${#: \n`.repeat(10_000),
};

const yaml = (/** @type {string} */ properties) => `ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  Before: {Type: ALIYUN::ECS::VPC}\n  Web:\n    Type: ALIYUN::ECS::Instance\n    Properties:\n${properties}\n      InstanceType: ecs.g7.large # a comment\n  After: {Type: ALIYUN::ECS::VPC, Properties: {CidrBlock: "10.0.0.0/8"}}\n`;
const flow = (/** @type {string} */ properties) => `ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  Web: {Type: ALIYUN::ECS::Instance, Properties: {${properties}}}\n`;
const hcl = (/** @type {string} */ value) => `resource "alicloud_instance" "web" {\n  image_id = ${value}\n  user_data = "web" # image_id = "web"\n}\n`;
const ros = { ROSTemplateFormatVersion: "2015-09-01", Transform: "Aliyun::Terraform-v1.5" };
const indented = (/** @type {string} */ text) => text.trimEnd().split("\n").map((line) => `    ${line}`).join("\n");
const workspace = (/** @type {string} */ scalar, before = "") => `${before}ROSTemplateFormatVersion: '2015-09-01'\nTransform: Aliyun::Terraform-v1.5\nWorkspace:\n  main.tf: ${scalar}\n  other.tf: ""\n`;
const line = 'resource "alicloud_instance" "web" { image_id = "web" }';

/** Each kind of place: a template in which `web` is to be replaced. @type {Record<string, [Language, string]>} */
const PLACES = {
  "YAML plain": ["ros-yaml", yaml("      ImageId: web")],
  "YAML plain, CR LF": ["ros-yaml", yaml("      ImageId: web").replaceAll("\n", "\r\n")],
  "YAML plain on the next line": ["ros-yaml", yaml("      ImageId:\n        web")],
  "YAML plain with a tag": ["ros-yaml", yaml("      ImageId: !!str web")],
  "YAML plain with an anchor": ["ros-yaml", yaml("      ImageId: &image web")],
  "YAML alias": ["ros-yaml", `x-image: &image web\n${yaml("      ImageId: *image")}`],
  "YAML merge": ["ros-yaml", `x-base: &base\n  ImageId: web\n${yaml("      <<: *base")}`],
  "YAML single": ["ros-yaml", yaml("      ImageId: 'web'")],
  "YAML double": ["ros-yaml", yaml('      ImageId: "web"')],
  "YAML double, escaped": ["ros-yaml", yaml('      ImageId: "\\x77e\\u0062"')],
  "YAML literal, stripped": ["ros-yaml", yaml("      ImageId: |-\n        web")],
  "YAML literal, with an indentation": ["ros-yaml", yaml("      ImageId: |2-\n        web")],
  "YAML folded, stripped": ["ros-yaml", yaml("      ImageId: >-\n        web")],
  "YAML flow plain": ["ros-yaml", flow("ImageId: web, Tags: []")],
  "YAML flow single": ["ros-yaml", flow("ImageId: 'web', Tags: []")],
  "YAML flow double": ["ros-yaml", flow('"ImageId":"web","Tags":[]')],
  "YAML explicit": ["ros-yaml", yaml("      ? ImageId\n      : web")],
  "JSON": ["ros-json", JSON.stringify({ Resources: { Web: { Type: "ALIYUN::ECS::Instance", Properties: { ImageId: "web", UserData: "web" } } } }, null, 2)],
  "JSON on one line": ["ros-json", JSON.stringify({ Resources: { Web: { Type: "ALIYUN::ECS::Instance", Properties: { ImageId: "web" } } } })],
  "HCL quoted": ["terraform", hcl('"web"')],
  "HCL quoted, escaped": ["terraform", hcl('"\\u0077eb"')],
  "HCL heredoc": ["terraform", hcl("<<EOF\nweb\nEOF")],
  "HCL on one line": ["terraform", `${line}\n`],
  "HCL in JSON": ["terraform-json", JSON.stringify({ resource: { alicloud_instance: { web: { image_id: "web", user_data: "web" } } } }, null, 1)],
  "Workspace literal": ["ros-yaml", workspace(`|-\n${indented(hcl('"web"'))}`)],
  "Workspace literal, CR LF": ["ros-yaml", workspace(`|\n${indented(hcl('"web"'))}`).replaceAll("\n", "\r\n")],
  "Workspace literal with a heredoc": ["ros-yaml", workspace(`|\n${indented(hcl("<<EOF\nweb\nEOF"))}`)],
  "Workspace folded": ["ros-yaml", workspace(`>-\n    ${line}`)],
  "Workspace plain": ["ros-yaml", workspace(line)],
  "Workspace single": ["ros-yaml", workspace(`'${line}'`)],
  "Workspace double": ["ros-yaml", workspace(JSON.stringify(hcl('"web"')))],
  "Workspace alias": ["ros-yaml", workspace("*tf", `x-tf: &tf '${line}'\n`)],
  "Workspace in JSON": ["ros-json", JSON.stringify({ ...ros, Workspace: { "main.tf": hcl('"web"'), "other.tf": "" } }, null, 2)],
  "Workspace in JSON with a heredoc": ["ros-json", JSON.stringify({ ...ros, Workspace: { "main.tf": hcl("<<EOF\nweb\nEOF"), "other.tf": "" } })],
};

/** @param {string} imageId @param {string} [literal] */
const manifestFor = (imageId, literal = "web") => ({
  manifestVersion: 1,
  provider: "1000000000000001",
  artifacts: [{ artifactId: "artifact-one", artifactType: "EcsImage", name: "one", versions: [{ version: "1", status: "Available", source: { type: "custom", imageId: "m-bp1source", regionId: "cn-hangzhou" }, images: { "cn-beijing": { imageId, status: "Available" } } }] }],
  services: [{ serviceId: "service-one", status: "Online", shareType: "Public", relations: { [literal]: { artifactId: "artifact-one", version: "1" }, [`${literal}\n`]: { artifactId: "artifact-one", version: "1" } } }],
});
const request = { service: "service-one", region: "cn-beijing", account: "1000000000000009" };

/** The place of `web` in a template, as the oracle's readers find it. @param {string} text @param {Language} format @returns {Text} */
function place(text, format) {
  const texts = placesOf(text, format).flatMap(({ value }) => (value.kind === "text" ? [value] : []));
  assert.equal(texts.length, 1);
  assert.equal(texts[0].value.trim(), "web");
  return texts[0];
}

/**
 * What readers of YAML 1.2 read, in which other words are numbers and booleans: the text must be the same for them.
 *
 * @param {string} output
 */
function readAsYaml12(output) {
  const [document] = [...parseAllDocuments(output, { version: "1.2", merge: true, logLevel: "silent" })];
  assert.deepEqual(document.errors, []);
  return document.toJS({ maxAliasCount: 10 });
}

let written = 0;
/** How often each code refused an id. @type {Map<string, number>} */
const refused = new Map();

for (const [name, id] of Object.entries(IDS)) {
  test(`an id that is ${name}`, () => {
    const resolver = new Resolver(manifestFor(id));
    for (const [kind, [format, text]] of Object.entries(PLACES)) {
      const where = `${name}, ${kind}`;
      const answer = resolver.resolve(text, request, { format });
      if (!answer.ok) {
        const codes = answer.diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
        assert.equal(answer.template, undefined, where);
        // An image without an id is none; what a place cannot hold is not written there.
        assert.deepEqual(codes, [id === "" ? "region-not-ready" : "image-not-writable"], where);
        refused.set(codes[0], (refused.get(codes[0]) ?? 0) + 1);
        continue;
      }
      written += 1;
      assert.ok(!id.includes("{{"), `${where}: ROS may look this up when it deploys`);
      const output = /** @type {string} */ (answer.template);
      const replaced = new Map([[place(text, format), id]]);
      assert.deepEqual(meaning(output, format), meaning(text, format, replaced), `${where}: ${JSON.stringify(output.slice(0, 2000))}`);
      if (format === "ros-yaml" && !output.includes("!!str")) assertSame12(output, id, where);
      if (format.endsWith("json")) JSON.parse(output);
      // What was put there is what the core reads there, too, and nothing that it would look up.
      const [site] = analyze(output, { format }).sites;
      assert.equal(site.value, id, where);
      assert.ok(site.valueKind === "literal" || site.valueKind === "fuzzy-name", `${where}: ${site.valueKind}`);
    }
    resolver.free();
  });
}

/** @param {string} output @param {string} id @param {string} where */
function assertSame12(output, id, where) {
  const document = readAsYaml12(output);
  if (document.Workspace) {
    const [old] = readYaml(output);
    const [[, , carrier]] = inWorkspace(old);
    assert.equal(document.Workspace["main.tf"], carrier.value, where);
  } else {
    assert.equal(document.Resources.Web.Properties.ImageId, id, where);
  }
}

test("in a plan's commands it is one word of the shell, and no option of its own", () => {
  const shell = "aliyun() { printf '%s\\0' \"$@\" >&3; }\njq() { echo m-new; }\n";
  let words = 0;
  for (const [name, id] of Object.entries({ ...IDS, "an option": "--endpoint=example.com", "a command": "$(exit 1)`exit 1`; exit 1", "a variable": "$HOME" })) {
    // No word of a shell holds NUL; beyond a length no program can be started with it.
    if (id === "" || id.includes("\0") || id.length > 10_000) continue;
    const manifest = manifestFor("m-copy");
    const [version] = manifest.artifacts[0].versions;
    const plan = new Resolver({ ...manifest, artifacts: [{ ...manifest.artifacts[0], versions: [{ ...version, supportRegionIds: ["cn-hangzhou", "cn-beijing"], source: { ...version.source, imageId: id }, images: {} }] }] }).plan({
      observed: { regions: { "cn-hangzhou": { images: [{ imageId: id, status: "Available", accounts: [] }] }, "cn-beijing": { images: [] } } },
      now: 0,
    });
    const lines = planCommands(plan).aliyun.filter((line) => line.includes("CopyImage"));
    assert.equal(lines.length, 1, name);
    const { status, output } = spawnSync("sh", ["-e"], { input: shell + lines.join("\n"), stdio: ["pipe", "pipe", "pipe", "pipe"], encoding: "utf8" });
    assert.equal(status, 0, `${name}: ${output}`);
    const given = String(output[3]).split("\0");
    const at = given.indexOf("--ImageId");
    assert.ok(at > 0 ? given[at + 1] === id && !id.startsWith("-") : given.includes(`--ImageId=${id}`), `${name}: ${given}`);
    words += given.length;
  }
  assert.ok(words > 1_000);
});

test("what was written, and what was refused", () => {
  console.log(`${Object.keys(IDS).length} ids at ${Object.keys(PLACES).length} kinds of places: ${written} written, ${[...refused].map(([code, times]) => `${times} refused (${code})`).join(", ")}`);
  // A core that refuses whatever looks odd would be right each time, and useless.
  assert.ok(written > 2900);
});
