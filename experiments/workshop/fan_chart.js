// A chart of which all sizes are given in rem: it grows with the type of the page, as on a beamer.
import { echarts } from "nicegui-echart";

const SIZES = new Set([
  "borderWidth", "bottom", "distance", "fontSize", "left", "length", "lineHeight", "margin", "nameGap", "right",
  "symbolSize", "top", "width",
]);

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
      this.chart.setOption(forChart(options, this.rem, font), { notMerge: anew, silent: true });
      this.$el.dataset.drawn = Number(this.$el.dataset.drawn ?? 0) + 1; // tests wait for it
    },
    fit() {
      if (this.$el.offsetWidth === 0) return;
      this.chart.resize();
      if (this.rem === rootSize()) return;
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
