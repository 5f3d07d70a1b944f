/** The ranges of reasoning efforts that providers offer. Data only. */
import type { Effort } from '../core/target.ts';

type Range = readonly Effort[];

export const lowToHigh: Range = ['low', 'medium', 'high'];
export const minimalToHigh: Range = ['minimal', 'low', 'medium', 'high'];
export const noneToXhigh: Range = ['none', 'low', 'medium', 'high', 'xhigh'];
export const lowToMax: Range = ['low', 'medium', 'high', 'xhigh', 'max'];
export const noneToMax: Range = ['none', 'low', 'medium', 'high', 'xhigh', 'max'];
