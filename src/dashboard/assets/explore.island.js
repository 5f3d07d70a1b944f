/** Puts zoomable pictures (uPlot) in place of the drawn ones; where anything is missing, those stay as they are. */
const section = document.querySelector('[data-explore]');
const bar = section.querySelector('.explore-bar');
const figures = [...section.querySelectorAll('figure')];

const grouped = (value) => Math.round(value).toLocaleString('en');
const dollars = (usd) =>
  usd === null
    ? '–'
    : usd > 0 && usd < 0.005
      ? '< $0.01'
      : `$${usd.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
const ms = (value) => (value === null ? '–' : `${grouped(value)} ms`);

/** Behind the point, as many as the finest of the ticks needs. */
const digitsOf = (ticks) =>
  Math.max(...ticks.map((tick) => (String(Number(tick.toFixed(6))).split('.')[1] ?? '').length));

/** A colour of the style sheet, as the theme has it. */
function colour(name) {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  section.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

function control(name, act) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = name;
  button.addEventListener('click', act);
  return button;
}

function makeSlider(last) {
  const label = document.createElement('label');
  const slider = document.createElement('input');
  Object.assign(slider, { type: 'range', min: 0, max: last, value: last });
  label.append('Hour', slider);
  return { label, slider };
}

function explore(data) {
  const { at, time_zone: timeZone, requests, first_event_p50_ms: p50, first_event_p95_ms: p95 } = data;
  const cost = data.cost_usd.map((usd) => (usd === null ? null : Number(usd)));
  const last = at.length - 1;
  const view = { from: at[0], to: at[last] + 3600 };
  const names = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium', timeStyle: 'short' });
  const clocks = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' });
  const dates = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short' });
  const said = document.createElement('output');
  const { label, slider } = makeSlider(last);
  const plots = [];

  const wordsOf = (index) =>
    `${names.format(at[index] * 1000)}: ${dollars(cost[index])}, ${grouped(requests[index])} ${requests[index] === 1 ? 'request' : 'requests'}, first event p50 ${ms(p50[index])}, p95 ${ms(p95[index])}`;

  function tell(index) {
    slider.value = index;
    said.textContent = wordsOf(index);
    slider.setAttribute('aria-valuetext', said.textContent);
  }

  function point() {
    for (const plot of plots)
      plot.setCursor(
        { left: plot.valToPos(at[Number(slider.value)], 'x'), top: plot.over.clientHeight / 2 },
        false,
      );
  }

  function show(from, to) {
    const length = Math.min(Math.max(to - from, 6 * 3600), at[last] + 3600 - at[0]);
    view.from = Math.min(Math.max(from, at[0]), at[last] + 3600 - length);
    view.to = view.from + length;
    for (const plot of plots) plot.setScale('x', { min: view.from, max: view.to });
  }

  /** Around the hour that is chosen. */
  function zoom(times) {
    const half = ((view.to - view.from) * times) / 2;
    const middle = at[Number(slider.value)];
    show(middle - half, middle + half);
    point();
  }

  /** The time, and beneath it the day where it is the first of that day. */
  function timesOf(_, ticks) {
    let before = '';
    return ticks.map((seconds) => {
      const day = dates.format(seconds * 1000);
      const isNew = day !== before;
      before = day;
      return `${clocks.format(seconds * 1000)}${isNew ? `\n${day}` : ''}`;
    });
  }

  function draw(figure, series, unit) {
    const drawn = figure.querySelector('.plot');
    const place = document.createElement('div');
    place.className = 'zoomed';
    place.setAttribute('role', 'img');
    place.setAttribute('aria-label', drawn.querySelector('svg').getAttribute('aria-label'));
    const height = drawn.clientHeight;
    drawn.hidden = true;
    drawn.after(place);
    const line = { stroke: colour('--line'), width: 1 };
    const axis = { stroke: colour('--soft'), grid: line, ticks: line };
    const options = {
      width: place.clientWidth,
      height,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), timeZone),
      legend: { show: false },
      cursor: { y: false, drag: { x: true, y: false } },
      scales: {
        x: { range: () => [view.from, view.to] },
        y: { range: (_, __, most) => [0, most > 0 ? most * 1.05 : 1] },
      },
      axes: [
        { ...axis, values: timesOf },
        { ...axis, size: 64, values: (_, ticks) => ticks.map((tick) => unit(tick, digitsOf(ticks))) },
      ],
      series: [
        {},
        ...series.map(({ stroke, dash }) => ({
          stroke: colour(stroke),
          width: 1.5,
          dash,
          points: { show: false },
        })),
      ],
      hooks: {
        setCursor: [(plot) => plot.cursor.event != null && plot.cursor.idx != null && tell(plot.cursor.idx)],
        setSelect: [
          (plot) => {
            const { left, width } = plot.select;
            if (width > 0) show(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'));
            plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
          },
        ],
      },
    };
    const plot = new uPlot(options, [at, ...series.map(({ values }) => values)], place);
    plots.push(plot);
    new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height })).observe(place);
  }

  function drawAll() {
    for (const plot of plots.splice(0)) plot.destroy();
    for (const old of section.querySelectorAll('.zoomed')) old.remove();
    for (const figure of figures) figure.querySelector('.plot').hidden = false;
    const [first, second] = figures;
    draw(first, [{ values: cost, stroke: '--s1' }], (usd, digits) => `$${usd.toFixed(digits)}`);
    const waits = [
      { values: p50, stroke: '--s1' },
      { values: p95, stroke: '--s2', dash: [6, 3] },
    ];
    draw(second, waits, grouped);
    point();
  }

  bar.replaceChildren(
    control('Zoom in', () => zoom(0.5)),
    control('Zoom out', () => zoom(2)),
    control('Whole period', () => show(at[0], at[last] + 3600)),
    label,
    said,
  );
  slider.addEventListener('input', () => {
    tell(Number(slider.value));
    const chosen = at[Number(slider.value)];
    const length = view.to - view.from;
    if (chosen < view.from || chosen > view.to) show(chosen - length / 2, chosen + length / 2);
    point();
  });
  tell(last);
  drawAll();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
}

const answer = await fetch(section.dataset.explore, { headers: { accept: 'application/json' } });
if (answer.ok && (answer.headers.get('content-type') ?? '').startsWith('application/json')) {
  const data = await answer.json();
  if (data.at.length > 1) explore(data);
}
