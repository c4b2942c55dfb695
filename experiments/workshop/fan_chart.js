// A chart of which all sizes are given in rem: it grows with the type of the page, as on a beamer.
import { echarts } from "nicegui-echart";

const SIZES = new Set([
  "borderWidth", "bottom", "distance", "fontSize", "left", "length", "lineHeight", "margin", "nameGap", "right",
  "symbolSize", "top", "width",
]);

const LABEL_GAP = 1.2;

export default {
  template: `<div aria-hidden="true"></div>`,
  mounted() {
    this.chart = echarts.init(this.$el, null, { renderer: "svg" });
    this.rem = rootSize();
    this.drawn = []; // the options now on the page: all of them, and what changed since
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(this.$el);
  },
  unmounted() {
    this.observer?.disconnect();
    this.chart?.dispose();
  },
  methods: {
    draw(options) {
      this.drawn = [options];
      this.set(options, true);
    },
    patch(options) {
      if (this.drawn.length === 0) return;
      this.drawn = [this.drawn[0], options];
      this.set(options, false);
    },
    set(options, anew) {
      const font = getComputedStyle(this.$el).fontFamily;
      const made = forChart(options, this.rem, font);
      this.part(made);
      this.chart.setOption(made, { notMerge: anew, silent: true });
      this.$el.dataset.drawn = Number(this.$el.dataset.drawn ?? 0) + 1; // tests wait for it
    },
    // Two labels at ends of lines that would overlap move apart; the points stay where they are.
    part({ series, yAxis }) {
      const ends = series.filter((each) => each.id.endsWith("-end") && each.data.length > 0);
      if (ends.length < 2) return;
      const { top, bottom } = this.drawn[0].grid;
      const high = this.$el.offsetHeight - (top + bottom) * this.rem;
      const [a, b] = ends.map((each) => (each.data[0][1] / (yAxis.max - yAxis.min)) * high);
      const lacking = Math.max(0, LABEL_GAP * this.rem - Math.abs(a - b)) / 2;
      const up = b >= a ? -lacking : lacking;
      ends[0].label.offset = [0, -up];
      ends[1].label.offset = [0, up];
    },
    fit() {
      if (this.$el.offsetWidth === 0) return;
      this.chart.resize();
      this.rem = rootSize();
      this.drawn.forEach((options, number) => this.set(options, number === 0));
    },
  },
};

// Options as ECharts wants them: pixels for rem, the font of the page, a function for a list of words.
function forChart(value, rem, font, isSize = false) {
  if (typeof value === "number") return isSize ? value * rem : value;
  if (Array.isArray(value)) return value.map((entry) => forChart(entry, rem, font, isSize));
  if (value === null || typeof value !== "object") return value;
  const made = {};
  for (const [key, entry] of Object.entries(value)) {
    const dashes = key === "type" && Array.isArray(entry);
    if (key === "data") made.data = entry;
    else if (key === "texts") made.formatter = (_, number) => entry[number];
    else made[key] = forChart(entry, rem, font, dashes || SIZES.has(key));
  }
  if ("fontSize" in made) made.fontFamily = font;
  return made;
}

function rootSize() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}
