/** The figures of a page as files: links that carry its period and filters. */
import { type ExportFile, exportFiles, exportPath } from '../export-files.ts';
import { type FilterName, hrefWith } from '../period.ts';

type DownloadsProps = {
  readonly url: URL;
  /** First and last of the period: a link means the same tomorrow. */
  readonly days: readonly [from: string, to: string];
  /** What stands in the path of a page and not among its filters. */
  readonly set?: Partial<Record<FilterName, string>>;
};

const offered: readonly string[] = ['usage.csv', 'usage-daily.csv', 'focus-1.2.csv', 'usage.json'];

/** Periods may begin and end within days, and files of days cannot. */
const hasInstants = ({ searchParams }: URL) =>
  ['from', 'to'].some((name) => searchParams.get(name)?.includes('T'));

/** Null: there is no such file of that period. */
export function fileHref({ file, from }: ExportFile, { url, days, set = {} }: DownloadsProps): string | null {
  if (hasInstants(url)) return from === 'usage' ? hrefWith(url, set, exportPath(file)) : null;
  return hrefWith(url, { from: days[0], to: days[1], ...set }, exportPath(file));
}

/** One line of links, beneath the tables that they are the files of. */
export function Downloads(props: DownloadsProps) {
  const files = exportFiles
    .filter(({ file }) => offered.includes(file))
    .map((each) => ({ name: each.name, href: fileHref(each, props) }))
    .filter(({ href }) => href !== null);
  return (
    <p class="downloads">
      The same as files, to the nano-dollar:{' '}
      {files.map(({ name, href }, at) => (
        <>
          {at === 0 ? '' : ', '}
          <a href={href ?? ''} download>
            {name}
          </a>
        </>
      ))}
      .
    </p>
  );
}
