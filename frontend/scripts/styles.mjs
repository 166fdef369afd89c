// Two steps over the style sheet: dark colours follow the system without script, and what no page uses goes.
import { PurgeCSS } from "purgecss";

const DARK = /\[data-bs-theme=["']?dark["']?\]/g;
const LIGHT_INSIDE = /\[data-bs-theme=["']?light["']?\]/;

/** Turn the rules of Tabler's dark theme into rules for a system set to dark; paper stays light. */
export function darkFollowsTheSystem() {
  return {
    postcssPlugin: "dark-follows-the-system",
    Once(root, { AtRule }) {
      root.walkRules((rule) => {
        const dark = rule.selectors.filter((selector) => selector.match(DARK));
        if (dark.length === 0) return;
        const light = rule.selectors.filter((selector) => !selector.match(DARK));
        const kept = dark.filter((selector) => !LIGHT_INSIDE.test(selector));
        if (kept.length > 0) {
          const media = new AtRule({ name: "media", params: "screen and (prefers-color-scheme: dark)" });
          const copy = rule.clone();
          copy.selectors = kept.map((selector) => selector.replace(/^body(?=\[)/, "").replace(DARK, ":root"));
          media.append(copy);
          rule.after(media);
        }
        if (light.length > 0) rule.selectors = light;
        else rule.remove();
      });
    },
  };
}

/** Remove rules whose class no template, Python file or island names. */
export function onlyUsedStyles(checkout) {
  return {
    postcssPlugin: "only-used-styles",
    async OnceExit(root, { result, postcss }) {
      if (!result.opts.from?.endsWith("main.css")) return;
      const [purged] = await new PurgeCSS().purge({
        content: [
          `${checkout}/src/langnghe/**/*.html`,
          `${checkout}/src/langnghe/site/**/*.py`,
          `${checkout}/src/langnghe/*/{forms,views,widgets}.py`,
          `${checkout}/frontend/src/*.ts`,
        ],
        css: [{ raw: root.toString() }],
        defaultExtractor: (text) => text.match(/[\w-]+/g) ?? [],
        safelist: { standard: [/^:root/, "html", "body"], greedy: [/aria-/, /htmx-/] },
        variables: true,
        keyframes: true,
      });
      const kept = postcss.parse(purged.css, { from: result.opts.from });
      root.removeAll();
      root.append(kept.nodes);
    },
  };
}
darkFollowsTheSystem.postcss = true;
onlyUsedStyles.postcss = true;
