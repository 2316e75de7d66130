import { js, sh, shManifest, yaml } from "../example.js";

export default {
  "internal-error": js`
    const resolver = new Resolver(manifest);
    resolver.diagnostics; // [{ code: "internal-error", … }], if the core failed
  `,
  "invalid-utf8": sh`
    printf 'Description: caf\351\n'
  `,
  "utf-16": sh`
    printf '\377\376R\000e\000s\000'
  `,
  binary: sh`
    printf 'PK\003\004\000\000'
  `,
  "empty-template": yaml`
    # to be written
  `,
  "template-too-large": sh`
    head -c 524289 /dev/zero | tr '\000' '#'
  `,
  "manifest-too-large": shManifest`
    head -c 16777217 /dev/zero | tr '\000' ' '
  `,
  "nesting-limit": sh`
    head -c 200 /dev/zero | tr '\000' '['
  `,
  "alias-limit": sh`
    printf 'Disk: &disk {Size: 40}\nDisks:\n'
    yes '  - *disk' | head -n 10001
  `,
  "site-limit": sh`
    printf 'Resources:\n  Fleet:\n    Type: ALIYUN::ECS::AutoProvisioningGroup\n'
    printf '    Properties:\n      LaunchTemplateConfig:\n'
    yes '      - ImageId: centos_7' | head -n 10001
  `,
};
