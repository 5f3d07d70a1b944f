/** Sorts a table at a click on its head; without scripts tables stay in the order they came in. */
for (const table of document.querySelectorAll('table.sortable')) {
  const heads = [...table.querySelectorAll('thead th')];
  const keyOf = (row, at) => {
    const text = row.cells[at].textContent.trim();
    const number = Number(text.replace(/[,%$ ]|ms$/g, '').replace('−', '-'));
    return text === '–' ? Number.NEGATIVE_INFINITY : Number.isNaN(number) ? text : number;
  };
  for (const [at, head] of heads.entries()) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const isRising = head.getAttribute('aria-sort') === 'descending';
      for (const each of heads) each.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', isRising ? 'ascending' : 'descending');
      const body = table.tBodies[0];
      const rows = [...body.rows].map((row) => [keyOf(row, at), row]);
      rows.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0) * (isRising ? 1 : -1));
      body.append(...rows.map(([, row]) => row));
    });
  }
}
