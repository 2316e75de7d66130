/** Why an account may not see a service, or use an artifact. */
export default {
  "service-not-shown": {
    title: "Service not shown yet",
    means: "Customers see a service while its status is `Online`, and invited ones while it is `Beta`. In every other status, and without one, only its provider sees it.",
    todo: "Publish the service in Compute Nest and bring `status` in the manifest up to date, if customers are to see it.",
  },
  "account-cannot-view": {
    title: "Shared without leave to see it",
    means: "The account is on the service's whitelist, with a permission that does not even include seeing it. Every permission to deploy or to access includes that, and so does `Authorized` for a reseller; `Unauthorized` and unknown words do not.",
    todo: "Change the account's `permission` to `Accessible`, or to `Deployable` if it is to deploy the service, too.",
  },
  "artifact-private": {
    title: "Artifact without a service",
    means: "An artifact is open to those who may deploy a service that is related to it. No service is, or those that are have errors of their own, so only the provider may use it.",
    todo: "Relate a service to the artifact, and publish or share that service. The audience of an artifact is never set by itself.",
  },
  "artifact-closed": {
    title: "Artifact not open to this account",
    means: "Services are related to the artifact, but none of them lets this account. One that does is enough, and each says in a finding of its own what it would take.",
    todo: "Do for one of the services what its own finding says: share it with the account, or publish it.",
  },
};
