/**
 * Remembers every directive that a decorator of the kit wrote on a class, so that none can get lost on the way into the SDL: a label
 * that silently vanished would leave its field to a laxer default.
 */
// TypeGraphQL reads decorated members' types through this polyfill: loaded here, it is there before any class that bears a label.
import 'reflect-metadata';
import { Directive } from 'type-graphql';

/** A class, as decorators see it: whatever its constructor takes. */
export type AnyClass = abstract new (...args: never[]) => object;

/** What type-graphql's own `@Directive` can stand on. */
type AnyDecorator = ClassDecorator & PropertyDecorator & MethodDecorator & ParameterDecorator;

export interface WrittenDirective {
  /** Class that it was written in. */
  readonly target: AnyClass;
  readonly member: string | null;
  readonly parameter: number | null;
  readonly text: string;
}

const written: WrittenDirective[] = [];

/** All that was written in these classes. */
export function writtenIn(classes: readonly AnyClass[]): readonly WrittenDirective[] {
  return written.filter((each) => classes.includes(each.target));
}

/** A decorator that puts `text` on the element below it. */
export function writeDirective(text: string): AnyDecorator {
  const decorate: (target: object, member?: string | symbol, detail?: number | PropertyDescriptor) => void =
    Directive(text);
  return ((target: object, member?: string | symbol, detail?: number | PropertyDescriptor): void => {
    written.push({
      target: (typeof target === 'function' ? target : target.constructor) as AnyClass,
      member: member === undefined ? null : String(member),
      parameter: typeof detail === 'number' ? detail : null,
      text,
    });
    decorate(target, member, detail);
  }) as AnyDecorator;
}
