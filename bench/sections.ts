/** What can be measured: one row per section, from its measurement to the numbers that have a limit. */
import { type BundledModule, sizeOf } from './bundle.ts';
import { setFullStage } from './full-stage.ts';
import { setGuardedStage } from './guarded-stage.ts';
import { judgeSize, type Verdict } from './limits.ts';
import { measureClassify } from './measure-classify.ts';
import { measureCold } from './measure-cold.ts';
import { type CpuResult, measureCpu } from './measure-cpu.ts';
import { measureDelay } from './measure-delay.ts';
import { measureMemory } from './measure-memory.ts';
import { measurePlan } from './measure-plan.ts';
import { measureSlowReaders } from './measure-slow-readers.ts';
import { fullScenarios, guardedScenarios, type Scenario, scenarios } from './scenarios.ts';
import { type Stage, setStage } from './stage.ts';

/** The router's bundle, and a folder for configurations and logs. */
export type Bench = { readonly folder: string; readonly modules: readonly BundledModule[] };

type Measured = { readonly verdicts: readonly Verdict[]; readonly details: unknown };

/** `flag` chooses the section on the command line; empty where it needs none. */
type SectionRow = { readonly flag: string; readonly measure: (bench: Bench) => Promise<Measured> };

async function measureAll(asked: readonly Scenario[], stage: Stage): Promise<Measured> {
  const verdicts: Verdict[] = [];
  const details: Record<string, CpuResult> = {};
  for (const scenario of asked) {
    const result = await measureCpu(scenario, stage);
    verdicts.push({ what: scenario.name, limit: scenario.limit, value: result.ratio });
    details[scenario.name] = result;
  }
  stage.end();
  return { verdicts, details };
}

async function cpu({ folder, modules }: Bench): Promise<Measured> {
  return measureAll(scenarios, await setStage(folder, modules));
}

async function full({ folder, modules }: Bench): Promise<Measured> {
  return measureAll(fullScenarios, await setFullStage(folder, modules));
}

async function guarded({ folder }: Bench): Promise<Measured> {
  return measureAll(guardedScenarios, await setGuardedStage(folder));
}

async function cold({ folder, modules }: Bench): Promise<Measured> {
  const details = await measureCold(folder, modules);
  return { verdicts: [{ what: 'cold start', limit: 'cold', value: details.routerMs }], details };
}

async function size({ modules }: Bench): Promise<Measured> {
  const details = sizeOf(modules);
  return { verdicts: judgeSize(details), details };
}

async function delay({ folder, modules }: Bench): Promise<Measured> {
  const details = await measureDelay(folder, modules);
  const verdicts = Object.entries(details).map(([what, { bare, router }]): Verdict => {
    return { what, limit: 'addedDelay', value: router.p50Ms - bare.p50Ms };
  });
  return { verdicts, details };
}

async function memory({ folder, modules }: Bench): Promise<Measured> {
  const details = await measureMemory(folder, modules);
  return { verdicts: [{ what: 'growth', limit: 'memoryGrowth', value: details.growthMiB }], details };
}

async function slowReaders({ folder, modules }: Bench): Promise<Measured> {
  const details = await measureSlowReaders(folder, modules);
  const verdicts = Object.entries(details).map(([what, result]): Verdict => {
    return { what, limit: 'slowReader', value: result.routerKiBPerClient - result.bareKiBPerClient };
  });
  return { verdicts, details };
}

async function classify({ folder }: Bench): Promise<Measured> {
  const details = await measureClassify(folder);
  const verdicts: readonly Verdict[] = [
    { what: 'a request of 2 KB', limit: 'classifyShort', value: details['2 KB'].judgeUs },
    { what: 'a request of 200 KB', limit: 'classifyLong', value: details['200 KB'].judgeUs },
  ];
  return { verdicts, details };
}

async function plan({ folder }: Bench): Promise<Measured> {
  const details = await measurePlan(folder);
  return { verdicts: [{ what: 'a request, 30 targets', limit: 'plan', value: details.planUs }], details };
}

export const sections = {
  cpu: { flag: '', measure: cpu },
  full: { flag: 'full', measure: full },
  guarded: { flag: 'guarded', measure: guarded },
  cold: { flag: 'cold', measure: cold },
  size: { flag: '', measure: size },
  classify: { flag: 'classify', measure: classify },
  plan: { flag: 'plan', measure: plan },
  delay: { flag: 'delay', measure: delay },
  memory: { flag: 'memory', measure: memory },
  'slow-readers': { flag: 'slow-readers', measure: slowReaders },
} as const satisfies Record<string, SectionRow>;

export type SectionName = keyof typeof sections;
