/** The layer's front door: what may be said about data, how it is read from an SDL, and how labels join. */
export * from './check-definitions';
export * from './join-readings';
export * from './join-statements';
export * from './label';
export * from './link-imports';
export * from './problem';
export * from './purpose';
export * from './read-element';
export * from './record';
export * from './region';
export * from './statements';
export * from './stricter';
export * from './technique';
export * from './vocabulary';
export * from './words';
