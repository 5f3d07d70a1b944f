/**
 * Checks the shape of a value of unknown origin and reports every difference with its path. A small set of checks
 * that `input-shape.ts` composes; knows nothing about models and routes.
 */
import { nearNames } from '../core/near-names.ts';
import { looksSecret } from './find-secrets.ts';
import { didYouMean, type Report, show } from './problem.ts';

export type Shape = (value: unknown, path: string, report: Report) => void;

const mask = (value: unknown) => (typeof value === 'string' && looksSecret(value) ? '(hidden)' : show(value));

function refuse(report: Report, path: string, wanted: string, value: unknown): void {
  report(path, `must be ${wanted}, but it is ${mask(value)}`, `write ${wanted}`);
}

export function text(pattern: RegExp, wanted: string): Shape {
  return (value, path, report) => {
    if (typeof value !== 'string' || !pattern.test(value)) refuse(report, path, wanted, value);
  };
}

export function wholeNumber(unit: string, least: number, most: number): Shape {
  const wanted = `a whole number of ${unit} from ${least} to ${most}`;
  return (value, path, report) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return;
    refuse(report, path, wanted, value);
  };
}

export function numberBetween(unit: string, least: number, most: number): Shape {
  return (value, path, report) => {
    if (typeof value === 'number' && value >= least && value <= most) return;
    refuse(report, path, `${unit} from ${least} to ${most}`, value);
  };
}

export const flag: Shape = (value, path, report) => {
  if (typeof value !== 'boolean') refuse(report, path, 'true or false', value);
};

export function oneOf(values: readonly string[]): Shape {
  return (value, path, report) => {
    if (typeof value === 'string' && values.includes(value)) return;
    const near = typeof value === 'string' ? nearNames(value, values, 3) : [];
    report(
      path,
      `${mask(value)} is not one of the known values`,
      didYouMean(near, `use one of ${values.join(', ')}`),
    );
  };
}

/** `shape` for values of this type, `otherwise` for all others. */
export function byType(type: 'string', shape: Shape, otherwise: Shape): Shape {
  return (value, path, report) => (typeof value === type ? shape : otherwise)(value, path, report);
}

export const someFunction: Shape = (value, path, report) => {
  if (typeof value !== 'function') refuse(report, path, 'a function', value);
};

export function orNull(shape: Shape): Shape {
  return (value, path, report) => {
    if (value !== null) shape(value, path, report);
  };
}

export function listOf(item: Shape, least: number): Shape {
  return (value, path, report) => {
    if (!Array.isArray(value)) return refuse(report, path, 'a list', value);
    if (value.length < least) report(path, 'is empty', 'name at least one');
    value.forEach((entry, index) => {
      item(entry, `${path}[${index}]`, report);
    });
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const join = (path: string, key: string) => (path === '' ? key : `${path}.${key}`);

/** Any keys of one form, all with the same shape of value. */
export function recordOf(key: RegExp, wantedKey: string, item: Shape): Shape {
  return (value, path, report) => {
    if (!isRecord(value)) return refuse(report, path, 'an object', value);
    for (const [name, entry] of Object.entries(value)) {
      if (!key.test(name))
        report(join(path, name), `the name ${show(name)} cannot be used`, `write ${wantedKey}`);
      item(entry, join(path, name), report);
    }
  };
}

/** The keys of `table` and no others; those in `required` must be there. A key set to `undefined` is absent. */
export function fields(table: Readonly<Record<string, Shape>>, required: readonly string[]): Shape {
  const known = Object.keys(table);
  return (value, path, report) => {
    if (!isRecord(value)) return refuse(report, path, 'an object', value);
    for (const key of required) {
      if (value[key] === undefined) report(join(path, key), 'is missing', `add \`${key}\``);
    }
    for (const [key, entry] of Object.entries(value)) {
      const shape = Object.hasOwn(table, key) ? table[key] : undefined;
      if (shape === undefined) {
        const fix = didYouMean(nearNames(key, known, 3), `known here: ${known.join(', ')}`);
        report(join(path, key), `there is no setting ${show(key)} here`, fix);
      } else if (entry !== undefined) shape(entry, join(path, key), report);
    }
  };
}
