/** Apollo Federation's directives as TypeGraphQL decorators, as far as providers need them. */
import { directiveText } from './directive-text';
import { writeDirective } from './written-directives';

type OnTypeOrField = ClassDecorator & PropertyDecorator & MethodDecorator;
type OnField = PropertyDecorator & MethodDecorator;

/** @param fields a field set, e.g. `pid` or `organisation { id }` */
export function Key(fields: string, options: { readonly resolvable?: boolean } = {}): ClassDecorator {
  return writeDirective(directiveText('key', { fields, resolvable: options.resolvable }));
}

/** Several subgraphs resolve this field, all with the same value. */
export function Shareable(): OnTypeOrField {
  return writeDirective(directiveText('shareable'));
}

/** Another subgraph's field, named here for `@Requires`, `@Provides` or a key. */
export function External(): OnTypeOrField {
  return writeDirective(directiveText('external'));
}

/** What the gateway must bring along from other subgraphs. For another organisation's fields `consumes` must list them. */
export function Requires(fields: string): OnField {
  return writeDirective(directiveText('requires', { fields }));
}

export function Provides(fields: string): OnField {
  return writeDirective(directiveText('provides', { fields }));
}

/** This subgraph takes the field over; the former owner's label stays until its release is registered. */
export function Override(from: string): OnField {
  return writeDirective(directiveText('override', { from }));
}

/** Not in the schema that clients see. */
export function Inaccessible(): OnTypeOrField & ParameterDecorator {
  return writeDirective(directiveText('inaccessible'));
}

/** Adds fields to an interface of another subgraph: they hold for all its types. */
export function InterfaceObject(): ClassDecorator {
  return writeDirective(directiveText('interfaceObject'));
}
