// Markers a prompt may carry to steer the simulator: [[name]] or [[name:value]].
// Must not act on them: whoever owns the behaviour reads its marker.

/** Every marker and what it does; unknown markers are ordinary text. */
export const markerMeanings = {
  fault: 'a fault expression, as in [[fault:cut-after=5]]; see faults.ts',
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

function isMarkerName(name: string): name is MarkerName {
  return Object.hasOwn(markerMeanings, name);
}

/** All markers of a text, in order. Only the end of a very long text is searched. */
export function readMarkers(text: string): Marker[] {
  const searched = text.slice(-SEARCHED_CHARACTERS);
  const markers: Marker[] = [];
  let from = searched.indexOf('[[');
  while (from !== -1) {
    let to = searched.indexOf(']]', from);
    if (to === -1) break;
    // A value may end in a bracket of its own: [[call:f {"a":[1]}]] and [[call:f [1]]].
    while (searched[to + 2] === ']') to += 1;
    const inside = searched.slice(from + 2, to);
    const colon = inside.indexOf(':');
    const name = colon === -1 ? inside : inside.slice(0, colon);
    if (isMarkerName(name)) markers.push({ name, value: colon === -1 ? '' : inside.slice(colon + 1).trim() });
    from = searched.indexOf('[[', to + 2);
  }
  return markers;
}

export function findMarker(text: string, name: MarkerName): Marker | undefined {
  return readMarkers(text).find((marker) => marker.name === name);
}
