/** What a page is given, and what it gives back. Shapes only. */
import type { Child } from 'hono/jsx';
import type { Person, Role } from '../core/person.ts';
import type { Call } from '../endpoints/endpoint.ts';

export const themes = ['auto', 'light', 'dark'] as const;

export type Theme = (typeof themes)[number];

export type PageCall = Call & {
  readonly person: Person;
  readonly url: URL;
  readonly theme: Theme;
  /** Of this request's clock; every figure of a page is of one moment. */
  readonly nowMs: number;
};

export type View = {
  /** Of the document, without the product's name. */
  readonly title: string;
  readonly main: Child;
  /** By default 200. */
  readonly status?: number;
};

/** A page: read what it needs, then say it. Errors: RouterError, told as a page. */
export type Page = {
  readonly path: string;
  /** In the navigation; null: it is reached from another page. */
  readonly name: string | null;
  /** The least role that may see it. */
  readonly role: Role;
  /** Its period may begin and end within a day; by default instants are widened to their days. */
  readonly byHour?: true;
  readonly answer: (call: PageCall) => Promise<View>;
};
