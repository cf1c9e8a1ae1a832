import DefaultTheme from "vitepress/theme-without-fonts";
import type { Theme } from "vitepress";
import Playground from "./Playground.vue";
import "./site.css";

export default {
  extends: DefaultTheme,
  enhanceApp: ({ app }) => void app.component("Playground", Playground),
} satisfies Theme;
