import { json, sh } from "../example.js";

export default {
  "json-missing-value": json`
    {"Resources": }
  `,
  "json-missing-comma": json`
    {
      "ROSTemplateFormatVersion": "2015-09-01"
      "Resources": {}
    }
  `,
  "json-missing-colon": json`
    {"Resources" {}}
  `,
  "json-trailing-comma": json`
    {"ZoneIds": ["cn-hangzhou-h", "cn-hangzhou-i",]}
  `,
  "json-unexpected": json`
    {"Resources": {},, "Outputs": {}}
  `,
  "json-unclosed": json`
    {"Resources": {"Web": {}}
  `,
  "json-trailing-text": json`
    {"Resources": {}}
    }
  `,
  "json-key-not-string": json`
    {Resources: {}}
  `,
  "json-unknown-word": json`
    {"DeletionProtection": True}
  `,
  "json-invalid-number": json`
    {"Count": 02}
  `,
  "json-single-quotes": json`
    {"ImageId": 'centos_7'}
  `,
  "json-comment": json`
    {
      // the web server
      "Resources": {}
    }
  `,
  "json-unclosed-string": json`
    {
      "ImageId": "centos_7
    }
  `,
  "json-control-character": sh`
    printf '{"Description": "web\tserver"}\n'
  `,
  "json-invalid-escape": json`
    {"Path": "C:\data"}
  `,
  "json-lone-surrogate": json`
    {"Description": "web \ud83d server"}
  `,
};
