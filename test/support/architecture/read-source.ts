/**
 * One source file as the architecture test sees it: what it imports, its functions, its names and its strings.
 * Reads a syntax tree rather than text, so that comments and strings cannot fool a rule. Judges nothing.
 */
import { parseAst } from 'vitest/node';

export type Import = { readonly from: string; readonly isTypeOnly: boolean };
export type FunctionSpan = { readonly name: string; readonly line: number; readonly lines: number };
/** A use of a name as a value: not a property, not a type. */
export type NameUse = { readonly name: string; readonly line: number };

export type Source = {
  /** From the repository's root, `/` between folders. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
  readonly functions: readonly FunctionSpan[];
  readonly names: readonly NameUse[];
  readonly strings: readonly string[];
};

type Node = { readonly type: string; readonly start: number; readonly end: number } & Record<string, unknown>;

const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

function nameOf(node: unknown): string | null {
  return isNode(node) && typeof node.name === 'string' ? node.name : null;
}

/** `fetch` in `globalThis.fetch` counts as the global itself. */
const globals = new Set(['globalThis', 'self', 'window']);

/** Identifiers under these keys of their parent name a member, not a value. */
function isMemberName(parent: Node, key: string): boolean {
  if (parent.type === 'MemberExpression' && key === 'property') {
    return parent.computed !== true && !globals.has(nameOf(parent.object) ?? '');
  }
  const isMember = ['Property', 'PropertyDefinition', 'MethodDefinition'].includes(parent.type);
  return isMember && key === 'key' && parent.computed !== true;
}

class Reader {
  readonly imports: Import[] = [];
  readonly functions: FunctionSpan[] = [];
  readonly names: NameUse[] = [];
  readonly strings: string[] = [];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  #line(offset: number): number {
    return this.#text.slice(0, offset).split('\n').length;
  }

  #import(from: unknown, isTypeOnly: boolean): void {
    if (isNode(from) && typeof from.value === 'string') this.imports.push({ from: from.value, isTypeOnly });
  }

  visit(node: Node, name: string): void {
    if (node.type === 'ImportDeclaration') {
      this.#import(node.source, node.importKind === 'type');
      return;
    }
    if (node.type === 'ExportNamedDeclaration' || node.type === 'ExportAllDeclaration') {
      this.#import(node.source, node.exportKind === 'type');
    }
    if (node.type === 'ImportExpression') this.#import(node.source, false);
    if (node.type === 'TSImportType') this.#import(node.source ?? node.argument, true);
    if (functionTypes.has(node.type)) {
      const line = this.#line(node.start);
      this.functions.push({ name, line, lines: this.#line(node.end) - line + 1 });
    }
    if (node.type === 'Literal' && typeof node.value === 'string') this.strings.push(node.value);
    if (node.type === 'TemplateElement')
      this.strings.push((node.value as { cooked: string | null }).cooked ?? '');
    this.#children(node, nameOf(node.id) ?? nameOf(node.key) ?? name);
  }

  #children(node: Node, name: string): void {
    for (const [key, value] of Object.entries(node)) {
      for (const child of Array.isArray(value) ? value : [value]) {
        if (!isNode(child)) continue;
        if (child.type === 'TSTypeQuery') continue;
        if (child.type === 'Identifier' && !isMemberName(node, key)) {
          this.names.push({ name: nameOf(child) ?? '', line: this.#line(child.start) });
        }
        this.visit(child, name);
      }
    }
  }
}

/** Throws where the text is no TypeScript. */
export function readSource(path: string, text: string): Source {
  const reader = new Reader(text);
  const program: unknown = parseAst(text, { lang: path.endsWith('x') ? 'tsx' : 'ts' });
  if (!isNode(program)) throw new Error(`${path} cannot be read`);
  reader.visit(program, '');
  const { imports, functions, names, strings } = reader;
  return { path, text, imports, functions, names, strings };
}
