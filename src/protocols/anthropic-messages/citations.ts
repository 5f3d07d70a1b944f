/**
 * Citations both ways. One of a web address maps to other protocols; one of a span in the caller's documents is
 * opaque. Only its own protocol gets an opaque one back.
 */
import type { Citation } from '../../core/block.ts';
import { asString, isObject, type JsonObject } from '../../core/json.ts';
import { protocolId } from './wire.ts';

export function decodeCitation(wire: JsonObject): Citation {
  const url = wire.type === 'web_search_result_location' ? asString(wire.url) : undefined;
  if (url === undefined) return { kind: 'opaque', protocol: protocolId, value: wire };
  const title = asString(wire.title);
  const citedText = asString(wire.cited_text) || undefined;
  return {
    kind: 'url',
    url,
    ...(title !== undefined && { title }),
    ...(citedText !== undefined && { citedText }),
  };
}

export function decodeCitations(raw: unknown): Citation[] {
  return Array.isArray(raw) ? raw.filter(isObject).map(decodeCitation) : [];
}

/** For an answer; null for a citation of another protocol that has no form here. */
export function encodeCitation(citation: Citation): JsonObject | null {
  if (citation.kind === 'opaque') return citation.protocol === protocolId ? citation.value : null;
  return {
    type: 'web_search_result_location',
    url: citation.url,
    title: citation.title ?? null,
    cited_text: citation.citedText ?? '',
    // Clients demand the field; only a search made by the provider itself has a value for it.
    encrypted_index: '',
  };
}
