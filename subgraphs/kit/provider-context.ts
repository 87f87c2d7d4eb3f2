/** What resolvers see of one request: its own DataLoaders, and whether the caller proved to be the gateway. */

export interface ProviderContext<Loaders> {
  readonly loaders: Loaders;
  /** Set by the server once the request's signature has been verified; every root field is denied without it. */
  readonly callerIsGateway: boolean;
}
