// A native range with a label, its value in words, a tick where the other world stands, and words at the ends.
// While it moves it says 'drag' at most once in PAUSE milliseconds, and 'rest' when it is let go. A key that is held
// down drags; one that is pressed once only brings it to rest.

const PAUSE = 30;
const PAGE = 10; // steps of Page Up and Page Down

export default {
  template: `
    <div class="factor" :class="'world-' + kind">
      <label class="factor-head" :for="key">
        <span class="factor-name">{{ words.label }}</span>
        <span class="factor-other">{{ beside }}</span>
        <span class="factor-value">{{ shown(now) }}</span>
      </label>
      <div class="track" :style="{ '--at': part(now), '--tick': part(other ?? now) }">
        <span class="tick" v-if="differs"></span>
        <input ref="range" type="range" :id="key" :data-factor="name" :min="min" :max="max" :step="step" :value="now"
          :aria-valuetext="spoken" @input="move" @change="settle"
          @keydown="press" @keyup="release" @blur="release" />
      </div>
      <div class="ends" aria-hidden="true"><span>{{ words.low }}</span><span>{{ words.high }}</span></div>
    </div>`,
  props: {
    name: String,
    place: String, // where on the page, as a factor may stand in two places
    kind: String, // the world that it changes: a, b or both
    value: Number,
    other: { type: Number, default: null }, // its value in the other world
    min: Number,
    max: Number,
    step: Number,
    factor: Number, // value times this is shown …
    decimals: Number, // … with so many decimals
    words: Object, // label, low, high, unit, spoken_unit, other, same, spoken_other, spoken_same, locale
  },
  data() {
    return { now: this.value, moving: false, waiting: null, last: 0, pressed: null };
  },
  computed: {
    key() {
      return `${this.place}-${this.name}`;
    },
    differs() {
      return this.other !== null && this.shown(this.other) !== this.shown(this.now);
    },
    beside() {
      if (this.other === null) return "";
      return this.differs ? this.words.other.replace("%", this.shown(this.other)) : this.words.same;
    },
    spoken() {
      const said = this.number(this.now) + this.words.spoken_unit;
      if (this.other === null) return said;
      const other = this.words.spoken_other.replace("%", this.number(this.other) + this.words.spoken_unit);
      return `${said}; ${this.differs ? other : this.words.spoken_same}`;
    },
  },
  watch: {
    value(value) {
      if (!this.moving) this.now = value;
    },
  },
  beforeUnmount() {
    clearTimeout(this.waiting);
  },
  methods: {
    number(value) {
      const form = { minimumFractionDigits: this.decimals, maximumFractionDigits: this.decimals };
      return (value * this.factor).toLocaleString(this.words.locale, form);
    },
    shown(value) {
      return this.number(value) + this.words.unit;
    },
    part(value) {
      return (value - this.min) / (this.max - this.min);
    },
    move(event) {
      this.now = Number(event.target.value);
      this.moving = true;
      if (this.waiting !== null || this.pressed === "once") return;
      const left = this.last + PAUSE - performance.now();
      if (left <= 0) this.say();
      else this.waiting = setTimeout(this.say, left);
    },
    say() {
      this.waiting = null;
      if (!this.moving) return;
      this.last = performance.now();
      this.$emit("drag", this.now);
    },
    settle(event) {
      if (this.pressed === "held") return;
      clearTimeout(this.waiting);
      this.waiting = null;
      this.moving = false;
      this.now = Number(event.target.value);
      this.$emit("rest", this.now);
    },
    press(event) {
      this.pressed = event.repeat ? "held" : "once";
      const direction = { PageUp: 1, PageDown: -1 }[event.key];
      if (!direction) return;
      event.preventDefault();
      if (direction > 0) this.$refs.range.stepUp(PAGE);
      else this.$refs.range.stepDown(PAGE);
      if (event.repeat) this.move({ target: this.$refs.range });
      else this.settle({ target: this.$refs.range });
    },
    release() {
      this.pressed = null;
      if (this.moving) this.settle({ target: this.$refs.range });
    },
  },
};
