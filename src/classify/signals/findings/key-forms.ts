/** How the keys of known providers are written: how each begins, and what may follow. Data only, no values. */
import type { FindingKind } from '../../../core/signals.ts';

export type KeyForm = {
  kind: FindingKind;
  starts: string;
  /** Units after the start. */
  least: number;
  most: number;
  /** `word`: letters and digits; `key`: `_` and `-` too; `dotted`: `.` as well. */
  units: 'word' | 'key' | 'dotted';
  /** `crc32`: the last six letters of a 36 letter body are the checksum of the others. */
  check?: 'crc32';
  /** For tests only, as its maker says. */
  isSample?: true;
};

function form(
  kind: FindingKind,
  starts: string,
  least: number,
  most: number,
  units: KeyForm['units'],
): KeyForm {
  return { kind, starts, least, most, units };
}

/** A longer start stands before a shorter one that it begins with. */
export const keyForms: readonly KeyForm[] = [
  form('anthropic-key', 'sk-ant-', 32, 200, 'key'),
  form('other-key', 'sk-or-v1-', 40, 128, 'word'),
  form('openai-key', 'sk-proj-', 32, 240, 'key'),
  form('openai-key', 'sk-svcacct-', 32, 240, 'key'),
  form('openai-key', 'sk-admin-', 32, 240, 'key'),
  form('openai-key', 'sk-', 32, 240, 'word'),
  form('openai-key', 'sess-', 32, 64, 'word'),
  ...['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'].map(
    (starts): KeyForm => ({ ...form('github-token', starts, 36, 240, 'word'), check: 'crc32' }),
  ),
  form('github-token', 'github_pat_', 60, 240, 'key'),
  ...['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxe-', 'xapp-'].map((starts) =>
    form('slack-token', starts, 24, 240, 'key'),
  ),
  form('stripe-key', 'sk_live_', 16, 240, 'word'),
  form('stripe-key', 'rk_live_', 16, 240, 'word'),
  { ...form('stripe-key', 'sk_test_', 16, 240, 'word'), isSample: true },
  { ...form('stripe-key', 'rk_test_', 16, 240, 'word'), isSample: true },
  form('stripe-key', 'whsec_', 24, 240, 'word'),
  form('signalbox-key', 'sbx_live_', 16, 240, 'key'),
  form('signalbox-key', 'sbx_dash_', 16, 240, 'key'),
  { ...form('other-key', 'npm_', 36, 36, 'word'), check: 'crc32' },
  form('other-key', 'glpat-', 20, 64, 'key'),
  form('other-key', 'glsa_', 32, 64, 'key'),
  form('other-key', 'hf_', 30, 64, 'word'),
  form('other-key', 'gsk_', 40, 64, 'word'),
  form('other-key', 'xai-', 60, 100, 'word'),
  form('other-key', 'pplx-', 40, 64, 'word'),
  form('other-key', 'csk-', 40, 64, 'word'),
  form('other-key', 'pypi-', 60, 240, 'key'),
  form('other-key', 'shpat_', 32, 32, 'word'),
  form('other-key', 'dop_v1_', 64, 64, 'word'),
  form('other-key', 'sbp_', 40, 64, 'word'),
  form('other-key', 'lin_api_', 32, 64, 'word'),
  form('other-key', 'ntn_', 40, 64, 'word'),
  form('other-key', 'r8_', 37, 40, 'word'),
];

/** Units up to the first `-` or `_`, by which a form is looked up. */
export const longestHead = 7;
