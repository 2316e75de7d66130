import { sh, yaml } from "../example.js";

export default {
  "yaml-character": sh`
    printf 'Description: web\033 server\n'
  `,
  "yaml-directive": yaml`
    %YAML 1.2
    %YAML 1.2
    ---
    Resources: {}
  `,
  "yaml-directive-alone": yaml`
    %YAML 1.2
    Resources: {}
  `,
  "yaml-tab": sh`
    printf 'Resources:\n\tWeb:\n\t\tType: ALIYUN::ECS::Instance\n'
  `,
  "yaml-indentation": yaml`
    Resources:
        Web:
          Type: ALIYUN::ECS::Instance
      Db:
        Type: ALIYUN::ECS::Instance
  `,
  "yaml-under-indented": yaml`
    Web:
      Description: "A web
    server"
  `,
  "yaml-unclosed-quote": yaml`
    Description: "A web server
  `,
  "yaml-unclosed-bracket": yaml`
    ZoneIds: [cn-hangzhou-h, cn-hangzhou-i
  `,
  "yaml-wrong-bracket": yaml`
    ZoneIds: [cn-hangzhou-h, cn-hangzhou-i}
  `,
  "yaml-missing-item": yaml`
    ZoneIds: [cn-hangzhou-h, , cn-hangzhou-i]
  `,
  "yaml-missing-comma": yaml`
    ZoneIds: ["cn-hangzhou-h" "cn-hangzhou-i"]
  `,
  "yaml-missing-colon": yaml`
    Web:
      Type: ALIYUN::ECS::Instance
      Properties
  `,
  "yaml-unexpected-value": yaml`
    Tag: {Key: role: web}
  `,
  "yaml-unexpected-item": yaml`
    Resources:
      Web:
        Type: ALIYUN::ECS::Instance
      - Db
  `,
  "yaml-expected-item": yaml`
    ZoneIds:
      - cn-hangzhou-h
      cn-hangzhou-i
  `,
  "yaml-block-in-line": yaml`
    Web: Type: ALIYUN::ECS::Instance
  `,
  "yaml-key-too-long": yaml`
    Resources:
      "Web
      server": {Type: ALIYUN::ECS::Instance}
  `,
  "yaml-trailing-text": yaml`
    Description: "web" server
  `,
  "yaml-reserved-character": yaml`
    Password: @dm1n
  `,
  "yaml-escape": yaml`
    Path: "C:\data"
  `,
  "yaml-block-scalar-header": yaml`
    UserData: | echo hello
      echo bye
  `,
  "yaml-block-scalar-indentation": sh`
    printf 'UserData: |\n      \n  echo hello\n'
  `,
  "yaml-anchor": yaml`
    ImageId: & centos_7
  `,
  "yaml-tag": yaml`
    ImageId: !ros!Ref Image
  `,
  "yaml-second-property": yaml`
    UserData: !Base64 !Ref Script
  `,
  "yaml-misplaced-property": yaml`
    Web: &web {ImageId: centos_7}
    Db: &db *web
  `,
  "yaml-unknown-anchor": yaml`
    ImageId: *image
  `,
};
