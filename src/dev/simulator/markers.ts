// Markers a prompt may carry to steer the simulator: [[name]] or [[name:value]].
// Must not act on them: whoever owns the behaviour reads its marker.

/** Every marker and what it does; unknown markers are ordinary text. */
export const markerMeanings = {
  fault: 'a fault expression, as in [[fault:cut-after=5]]',
  refuse: 'the model refuses; an optional category: cyber, bio, ...',
  decline: 'the model declines in ordinary text, as most models do',
  filter: 'the output is stopped by the content filter after some text',
  redacted: 'reasoning comes back redacted (Messages)',
  length: 'the answer is exactly this many tokens long',
  call: 'call this tool with these arguments, as in [[call:get_weather {"city":"Paris"}]]',
} as const;

export type MarkerName = keyof typeof markerMeanings;
export interface Marker {
  name: MarkerName;
  value: string;
}

const SEARCHED_CHARACTERS = 20_000;
const LONGEST_MARKER = 2000;

function isMarkerName(name: string): name is MarkerName {
  return Object.hasOwn(markerMeanings, name);
}

/** All markers of a text, in order. Only the end of a very long text is searched. */
export function readMarkers(text: string): Marker[] {
  const searched = text.slice(-SEARCHED_CHARACTERS);
  const markers: Marker[] = [];
  let from = searched.indexOf('[[');
  while (from !== -1) {
    const to = closingOf(searched, from + 2);
    if (to === -1) {
      from = searched.indexOf('[[', from + 1);
      continue;
    }
    const inside = searched.slice(from + 2, to);
    const colon = inside.indexOf(':');
    const name = colon === -1 ? inside : inside.slice(0, colon);
    if (isMarkerName(name)) markers.push({ name, value: colon === -1 ? '' : inside.slice(colon + 1).trim() });
    from = searched.indexOf('[[', to + 2);
  }
  return markers;
}

/** Where `]]` closes a marker; brackets inside its value, as in JSON, are passed over in pairs. */
function closingOf(text: string, from: number): number {
  let open = 0;
  for (let at = from; at < Math.min(text.length, from + LONGEST_MARKER); at += 1) {
    if (text[at] === '[') open += 1;
    if (text[at] !== ']') continue;
    if (open === 0) return text[at + 1] === ']' ? at : -1;
    open -= 1;
  }
  return -1;
}

export function findMarker(text: string, name: MarkerName): Marker | undefined {
  return readMarkers(text).find((marker) => marker.name === name);
}
