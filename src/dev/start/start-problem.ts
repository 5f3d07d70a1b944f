/** Ends a start, or refuses a reload, with a message for the person: expected, so it is printed without a stack. */
export class StartProblem extends Error {}

export function printProblem(problem: unknown): void {
  console.error(problem instanceof StartProblem ? problem.message : problem);
}
