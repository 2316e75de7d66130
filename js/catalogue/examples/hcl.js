import { hcl } from "../example.js";

/** A `${`, which cannot stand in a template literal of JavaScript as it is. */
const open = "${";

export default {
  "hcl-item-expected": hcl`
    resource "alicloud_instance" "web" {
      "image_id" = "centos_7"
    }
  `,
  "hcl-incomplete-item": hcl`
    resource "alicloud_instance" "web" {
      image_id: "centos_7"
    }
  `,
  "hcl-invalid-label": hcl`
    resource "alicloud_instance" "web-${open}var.name}" {
    }
  `,
  "hcl-missing-line-break": hcl`
    resource "alicloud_instance" "web" {
      image_id = "centos_7" instance_type = "ecs.g7.large"
    }
  `,
  "hcl-one-line-block": hcl`
    variable "image" { type = string, default = "centos_7" }
  `,
  "hcl-unclosed-block": hcl`
    resource "alicloud_instance" "web" {
      image_id = "centos_7"
  `,
  "hcl-unexpected-closer": hcl`
    resource "alicloud_instance" "web" {
      image_id = "centos_7"
    }
    }
  `,
  "hcl-missing-value": hcl`
    resource "alicloud_instance" "web" {
      image_id =
    }
  `,
  "hcl-invalid-character": hcl`
    resource "alicloud_instance" "web" {
      image_id = 'centos_7'
    }
  `,
  "hcl-missing-equals": hcl`
    locals {
      tags = { role "web" }
    }
  `,
  "hcl-missing-separator": hcl`
    locals {
      zones = ["cn-hangzhou-h" "cn-hangzhou-i"]
    }
  `,
  "hcl-unexpected": hcl`
    locals {
      disk_size = (40 20)
    }
  `,
  "hcl-unclosed-bracket": hcl`
    locals {
      disk_size = (40 + 20
    }
  `,
  "hcl-invalid-conditional": hcl`
    locals {
      image = var.gpu ? "gpu-image"
    }
  `,
  "hcl-invalid-for": hcl`
    locals {
      names = [for zone var.zones : upper(zone)]
    }
  `,
  "hcl-invalid-step": hcl`
    resource "alicloud_instance" "web" {
      image_id = var.
    }
  `,
  "hcl-unclosed-string": hcl`
    resource "alicloud_instance" "web" {
      image_id = "centos_7
    }
  `,
  "hcl-invalid-escape": hcl`
    locals {
      path = "C:\data"
    }
  `,
  "hcl-invalid-heredoc": hcl`
    resource "alicloud_instance" "web" {
      user_data = <<"EOT"
        echo hello
      EOT
    }
  `,
  "hcl-unclosed-heredoc": hcl`
    locals {
      script = base64encode(<<-EOT
        echo hello
      EOT)
    }
  `,
  "hcl-invalid-directive": hcl`
    locals {
      name = "web%{ endif }"
    }
  `,
  "hcl-unclosed-directive": hcl`
    locals {
      name = "web%{ if var.gpu }-gpu"
    }
  `,
  "hcl-unclosed-comment": hcl`
    /* the web server
    resource "alicloud_instance" "web" {
    }
  `,
};
