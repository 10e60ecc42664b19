/** What a Connection Server knows of its vCenters: data centers, base VMs and their snapshots, by position. */
export interface Directory {
  readonly vCenters: readonly { readonly id: string; readonly serverName: string }[];
}
