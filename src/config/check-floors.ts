/** Targets with fewer safeguards than their route demands: they never serve. Pure. */
import { isBelowFloor } from '../core/target.ts';
import { type Check, type CheckedRoute, type Place, routesOf } from './check-input.ts';
import type { Problem } from './problem.ts';

function checkRoute({ route, title, use, fallback, arms, at }: CheckedRoute): Problem[] {
  const { floor } = route;
  const [low, lowFallback, lowArms] = [use, fallback, arms].map((places) =>
    places.filter(({ candidate }) => isBelowFloor(candidate.model.safeguards, floor)),
  );
  const all = [...use, ...fallback];
  if ((low?.length ?? 0) + (lowFallback?.length ?? 0) === all.length) {
    const what = `no target of ${title} has safeguards of the level ${floor}: it can serve nothing`;
    return [{ path: at('floor'), what, fix: 'use targets that have them, or lower the floor' }];
  }
  const tell = (place: Place, role: string) => ({
    path: place.path,
    what: `${place.candidate.name} has safeguards of the level ${place.candidate.model.safeguards}; the floor of ${title} is ${floor}, so it never serves${role}`,
    fix: `take it out, or lower ${at('floor')}`,
  });
  return [
    ...(low ?? []).map((place) => tell(place, '')),
    ...(lowFallback ?? []).map((place) => tell(place, ' as a fallback')),
    ...(lowArms ?? []).map((place) => tell(place, ' these conversations')),
  ];
}

export const checkFloors: Check = (input) => routesOf(input).flatMap(checkRoute);
