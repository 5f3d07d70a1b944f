/** The forecast of the month that is under way is reckoned where pages and alerts alike can ask for it. */
export { forecastMonth, historyStartMs } from '../finance/forecast-month.ts';
