/** CSV and money as finance prints them. */
export { type CsvCell, printCsv, printUsd } from '../finance/print-csv.ts';
