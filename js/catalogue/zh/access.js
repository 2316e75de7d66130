/** 账号不能查看服务或不能使用部署物的原因。 */
export default {
  "service-not-shown": {
    message: "服务 `{service}` [[的状态为 `{status}`]][[没有{missing}]]，只有其服务商可以查看",
    title: "服务尚未展示",
    means: "状态为 `Online` 的服务，用户可以查看；状态为 `Beta` 的服务，受邀用户可以查看。其他状态或没有状态时，只有服务商自己可以查看。",
    todo: "如果要让用户看到该服务，请在计算巢中发布服务，并更新清单中的 `status`。",
  },
  "account-cannot-view": {
    message: "账号 `{account}` 对服务 `{service}` [[的权限为 `{permission}`]][[没有{missing}]]，不能查看",
    title: "共享的权限不含查看",
    means: "该账号在服务的白名单中，但其权限连查看都不包含。所有部署和访问类权限都包含查看，分销商的 `Authorized` 也包含；`Unauthorized` 和未知的值不包含。",
    todo: "请将账号的 `permission` 改为 `Accessible`；如果还要允许其部署，请改为 `Deployable`。",
  },
  "artifact-private": {
    message: "没有可以开放部署物 `{artifact}` 的服务与其关联，只有其服务商可以使用",
    title: "部署物没有关联的服务",
    means: "部署物对可以部署其关联服务的账号开放。该部署物没有关联的服务，或者关联的服务本身有错误，因此只有服务商可以使用。",
    todo: "请将服务与该部署物关联，并发布或共享该服务。部署物的可见范围不能单独设置。",
  },
  "artifact-closed": {
    message: "与部署物 `{artifact}` 关联的服务都没有对账号 `{account}` 开放：{services}",
    title: "部署物没有对该账号开放",
    means: "有服务与该部署物关联，但都不允许该账号。只要有一个允许就够了，每个服务需要什么由各自的诊断说明。",
    todo: "请按照其中一个服务的诊断处理：共享给该账号，或者发布该服务。",
  },
};
