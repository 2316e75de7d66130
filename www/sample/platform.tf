# The data platform: a gateway, a database, a console, and workers that come and go.

variable "zone_id" {
  type        = string
  description = "可用区 / ゾーン"
}

variable "instance_type" {
  type    = string
  default = "ecs.g7.2xlarge"
}

# The customer chooses this one, so it is never replaced.
variable "notebook_image_id" {
  type    = string
  default = "ubuntu_22_04_x64_20G_alibase_20240819.vhd"
}

resource "alicloud_vpc" "platform" {
  vpc_name   = "platform"
  cidr_block = "172.16.0.0/12"
}

resource "alicloud_vswitch" "platform" {
  vpc_id     = alicloud_vpc.platform.id
  zone_id    = var.zone_id
  cidr_block = "172.16.0.0/21"
}

resource "alicloud_security_group" "platform" {
  vpc_id = alicloud_vpc.platform.id
}

resource "alicloud_instance" "gateway" {
  instance_name   = "gateway"
  image_id        = "gateway_image"
  instance_type   = var.instance_type
  vswitch_id      = alicloud_vswitch.platform.id
  security_groups = [alicloud_security_group.platform.id]
}

resource "alicloud_instance" "database" {
  count           = 2
  instance_name   = "database-${count.index}"
  image_id        = "database_image"
  instance_type   = var.instance_type
  vswitch_id      = alicloud_vswitch.platform.id
  security_groups = [alicloud_security_group.platform.id]
}

# Written before there was an artifact: an image of Beijing alone.
resource "alicloud_instance" "replica" {
  instance_name   = "replica"
  image_id        = "m-2zecmxwae33t1eevrgup"
  instance_type   = var.instance_type
  vswitch_id      = alicloud_vswitch.platform.id
  security_groups = [alicloud_security_group.platform.id]
}

resource "alicloud_instance" "console" {
  instance_name   = "console"
  image_id        = "web-console"
  instance_type   = "ecs.g7.large"
  vswitch_id      = alicloud_vswitch.platform.id
  security_groups = [alicloud_security_group.platform.id]
}

resource "alicloud_instance" "notebook" {
  instance_name   = "notebook"
  image_id        = var.notebook_image_id
  instance_type   = "ecs.g7.large"
  vswitch_id      = alicloud_vswitch.platform.id
  security_groups = [alicloud_security_group.platform.id]
}

resource "alicloud_ecs_launch_template" "worker" {
  launch_template_name = "worker"
  image_id             = "database_image"
  instance_type        = "ecs.c7.4xlarge"
  security_group_id    = alicloud_security_group.platform.id
}

resource "alicloud_instance" "jump_host" {
  instance_name   = "jump-host"
  image_id        = "centos_7_9_x64_20G_alibase_20240403.vhd"
  instance_type   = "ecs.e-c1m1.large"
  vswitch_id      = alicloud_vswitch.platform.id
  security_groups = [alicloud_security_group.platform.id]
}
