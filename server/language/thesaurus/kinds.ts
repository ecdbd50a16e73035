/** Products that are one of a kind, by the kind's own name: who has k3s has Kubernetes. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  kubernetes: ["k3s", "k8s", "microk8s", "k0s", "rke2", "rke", "talos", "minikube", "kubespray"],
  docker: ["dockerce", "dockerengine", "dockercompose", "moby"],
  mysql: ["mariadb"],
  mqtt: ["mosquitto", "emqx"],
};

/** Ids of the services that are one of a kind; none for what is no kind. */
export function membersOfKind(id: string): readonly string[] {
  return kinds[id] ?? [];
}
