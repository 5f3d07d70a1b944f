/**
 * What an administrator says of the people behind a new API key: how far tokens may raise them, which header names them,
 * whether a signed token must, which programmes they are approved for, whether they approve calls of tools. Pure.
 */
import { type ApprovedProgrammes, programmes, type Tier, tiers } from '../core/caller.ts';
import type { FieldCheck } from '../core/field-check.ts';
import type { JsonObject } from '../core/json.ts';
import { type KeyRecord, tokenRules } from '../core/key-record.ts';

export const identityFields = ['max_tier', 'end_user_header', 'end_user_token', 'programmes', 'may_approve'];

type KeyIdentity = Pick<
  KeyRecord,
  'maxTier' | 'endUserHeader' | 'endUserToken' | 'programmes' | 'mayApprove'
>;

const headerName = /^[a-z][a-z0-9-]{0,63}$/;

/** Headers that mean something else: to this router, to providers, to the network between. */
const takenHeaders =
  /^(authorization|cookie|host|user-agent|origin|referer|forwarded|via|connection|traceparent|tracestate|idempotency-key|x-api-key|x-session-id|x-request-id|x-real-ip|(accept|content|if|sec|cf|proxy|x-forwarded|x-signalbox|x-stainless|anthropic|openai)-.*|accept)$/;

function readHeader(check: FieldCheck, value: unknown): string | undefined {
  const name = check.string(value, 'end_user_header')?.toLowerCase();
  if (name === undefined) return undefined;
  if (!headerName.test(name))
    return check.wrong('end_user_header', 'the name of a header: up to 64 letters, digits and `-`', value);
  if (takenHeaders.test(name))
    return check.fail('end_user_header', `may not be ${name}: it means something else`);
  return name;
}

function readProgrammes(check: FieldCheck, value: unknown): ApprovedProgrammes | undefined {
  const written = check.object(value, 'programmes') ?? {};
  const approved: Record<string, string> = {};
  for (const [name, level] of Object.entries(written)) {
    const levels: readonly string[] | undefined = Object.hasOwn(programmes, name)
      ? programmes[name as keyof typeof programmes]
      : undefined;
    const path = `programmes.${name.slice(0, 40)}`;
    if (levels === undefined) check.fail(path, `is not one of ${Object.keys(programmes).join(', ')}`);
    else if (typeof level !== 'string' || !levels.includes(level))
      check.wrong(path, levels.map((one) => `\`${one}\``).join(' or '), level);
    else approved[name] = level;
  }
  return Object.keys(approved).length > 0 ? approved : undefined;
}

/** `takesTokens`: whether the deployment has keys to check end-user tokens with. Fields at their default are left out. */
export function readKeyIdentity(
  raw: JsonObject,
  tier: Tier,
  takesTokens: boolean,
  check: FieldCheck,
): KeyIdentity {
  const endUserToken = check.oneOf(raw.end_user_token, tokenRules, 'end_user_token') ?? 'off';
  const maxTier = check.oneOf(raw.max_tier, tiers, 'max_tier') ?? tier;
  const endUserHeader = readHeader(check, raw.end_user_header);
  const approved = readProgrammes(check, raw.programmes);
  const mayApprove = check.boolean(raw.may_approve, 'may_approve');
  const isOff = endUserToken === 'off';
  if (!isOff && !takesTokens)
    check.fail('end_user_token', 'needs SIGNALBOX_END_USER_SECRET or SIGNALBOX_END_USER_JWKS');
  if (maxTier !== tier && isOff) check.fail('max_tier', 'is what tokens may give: it needs end_user_token');
  if (tiers.indexOf(maxTier) < tiers.indexOf(tier))
    check.fail('max_tier', `is below the key's tier, ${tier}`);
  if (endUserHeader !== undefined && endUserToken === 'required')
    check.fail('end_user_header', 'is never read where end_user_token is required');
  return {
    ...(maxTier !== tier && { maxTier }),
    ...(endUserHeader !== undefined && { endUserHeader }),
    ...(!isOff && { endUserToken }),
    ...(approved !== undefined && { programmes: approved }),
    ...(mayApprove && { mayApprove }),
  };
}
