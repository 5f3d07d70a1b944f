import { describe, expect, test } from 'vitest';
import { findCode } from '../../../src/classify/signals/code-share.ts';

function shareOf(text: string): number {
  return findCode(text).units / text.length;
}

const python = 'def add(a, b):\n    total = a + b\n    return total\n\nprint(add(1, 2))';
const prose =
  'Please have a look at the report of last week. It says that sales fell by 12 percent (see page 3).\nWhy is that?';

describe('code share', () => {
  test('a fence, with its language', () => {
    const text = `What is wrong here?\n\`\`\`py\n${python}\n\`\`\`\n`;
    const code = findCode(text);
    expect(code.languages).toEqual(['python']);
    expect(code.spans).toEqual([[text.indexOf('```'), text.lastIndexOf('```') + 3]]);
  });

  test('an open fence goes to the end; words after the marks that name no language are left out', () => {
    const code = findCode(`see\n\`\`\`secret-project\nx y z`);
    expect(code.languages).toEqual([]);
    expect(code.spans).toEqual([[4, 27]]);
  });

  test.each([
    ['python', python],
    ['javascript', 'const a = 1;\nfunction f(x) {\n  return x + a;\n}\nconsole.log(f(2));'],
    ['sql', 'SELECT name, sum(total)\nFROM orders\nWHERE paid = true\nGROUP BY name;'],
    ['json', '{\n  "name": "x",\n  "size": 3\n}'],
    ['html', '<div class="a">\n  <p>Hi</p>\n</div>'],
    ['java', 'public static int sum(int a, int b) {\n    return a + b;\n}'],
    ['rust', 'fn main() {\n    let x = 5;\n    println!("{x}");\n}'],
  ])('%s without fences is mostly code', (_, text) => {
    expect(shareOf(text)).toBeGreaterThan(0.6);
  });

  test.each([
    prose,
    'Hello!',
    '',
    '你好，请帮我写一封信。\n谢谢！',
    '1. Buy milk\n2. Call Anna (urgent)\n- and bread',
    'Dear Mr Lee,\nthank you for your letter; we will answer soon.\nKind regards,\nAnna',
    'From: Anna\nTo: Ben\nSubject: Lunch?',
  ])('prose is none: %j', (text) => expect(findCode(text).units).toBe(0));

  test('both together', () => {
    const share = shareOf(`${prose}\n${python}\n${prose}`);
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThan(0.35);
  });

  test('a long text is judged by its start and end', () => {
    const line = 'const value = compute(first, second);\n';
    expect(shareOf(line.repeat(4000))).toBeCloseTo(1, 2);
    expect(shareOf(`${prose}\n`.repeat(2000))).toBe(0);
  });
});
