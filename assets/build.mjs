// Builds static/ from this folder: one stylesheet, one script, htmx for the offices' pages, one font.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import * as esbuild from "esbuild";
import * as sass from "sass";

const built = new URL("../static/", import.meta.url).pathname;
const here = new URL("./", import.meta.url).pathname;
const modules = `${here}node_modules/`;
const moj = `${modules}@ministryofjustice/frontend/moj/`;

for (const folder of ["css", "js", "fonts", "images"]) {
  await rm(built + folder, { recursive: true, force: true });
  await mkdir(built + folder, { recursive: true });
}

const style = sass.compile(`${here}app.scss`, {
  loadPaths: [here, modules],
  style: "compressed",
  quietDeps: true,
});
// Comments of the packages name files that are not served; a @charset is implied by the header.
await writeFile(`${built}css/app.css`, style.css.replace(/^\uFEFF/, "").replace(/\/\*#.*?\*\//g, "") + "\n");

await esbuild.build({
  entryPoints: [`${here}app.js`],
  outfile: `${built}js/app.js`,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  legalComments: "none",
});

await cp(`${modules}htmx.org/dist/htmx.min.js`, `${built}js/htmx.js`);
const font = "plus-jakarta-sans-latin-wght-normal.woff2";
await cp(`${modules}@fontsource-variable/plus-jakarta-sans/files/${font}`, `${built}fonts/plus-jakarta-sans.woff2`);
await cp(`${here}mark.svg`, `${built}images/mark.svg`);
for (const image of style.css.matchAll(/url\(\.\.\/images\/([\w.-]+)\)/g)) {
  await cp(`${moj}assets/images/${image[1]}`, `${built}images/${image[1]}`);
}

const licence = async (name, file) => `${name}\n\n${await readFile(`${modules}${file}`, "utf8")}`;
await writeFile(
  `${built}LICENCES.txt`,
  [
    "What static/ is built from, besides this project's own work.\n",
    "govuk-frontend and @ministryofjustice/frontend: MIT, Crown copyright.\n",
    await licence("htmx.org", "htmx.org/LICENSE"),
    await licence("Plus Jakarta Sans", "@fontsource-variable/plus-jakarta-sans/LICENSE"),
  ].join("\n"),
);
