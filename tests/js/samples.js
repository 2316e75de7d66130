/** A template, a manifest and a request that fit together. Beside the site stand characters of one to four bytes. */

export const TEMPLATE = `ROSTemplateFormatVersion: '2015-09-01'
Description: 画像 é
Resources:
  サーバー😀:
    Type: ALIYUN::ECS::Instance
    Properties:
      ImageId: "web_image" # 😀
      InstanceType: ecs.g7.large
`;

export const MANIFEST = {
  manifestVersion: 1,
  provider: "1000000000000001",
  artifacts: [
    {
      artifactId: "artifact-web",
      artifactType: "EcsImage",
      name: "web_server",
      description: "The image of the web server",
      versions: [
        {
          version: "1",
          versionName: "v1_0",
          status: "Available",
          source: { type: "custom", imageId: "m-bp10001", regionId: "cn-hangzhou" },
          supportRegionIds: ["cn-hangzhou", "cn-beijing"],
          images: { "cn-beijing": { imageId: "m-2ze0001", status: "Available", progress: 100 } },
        },
      ],
    },
  ],
  services: [
    {
      serviceId: "service-web",
      name: "web",
      status: "Online",
      shareType: "Public",
      relations: { web_image: { artifactId: "artifact-web", version: "1" } },
    },
  ],
};

export const ALLOWED = { service: "service-web", region: "cn-beijing", account: "1000000000000009" };
