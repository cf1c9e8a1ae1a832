import { expect, test } from "vitest";
import { faultsOf } from "../../docs/site/pages/check-links.mjs";
import { writeTree } from "../support/temporary-tree.js";

test("what is dead or broken on the built site is named", () => {
  const dist = writeTree({
    "a.html": `<h2 id="one">One</h2>
<a href="./b.html#two">two</a> <a href="./b.html#tow">no such place</a> <a href="/gone.html">gone</a> <a href="#one">one</a>
<a href="./b.html">docs/b.md</a> <a href="https://github.com/o/r/blob/main/packages/cli/recipes/x.md">x</a>
<a href="https://github.com/o/r/blob/main/CHANGELOG.md">CHANGELOG.md</a> <a href="/play.html#v1:abc">play</a> <code>&amp;lt;p&gt;</code>
<script>"<a href='/nowhere.html'>"</script>`,
    "b.html": '<h2 id="two">Two</h2><a href="./">home</a> <a href="/sub/c">c</a>',
    "index.html": "",
    "play.html": "",
    "sub/c.html": '<a href="../a.html#one">a</a>',
  });
  expect(faultsOf(dist)).toEqual([
    "a.html: ./b.html#tow has no such place",
    "a.html: /gone.html leads nowhere",
    'a.html: the words "docs/b.md" of a link are the name of a file',
    "a.html: https://github.com/o/r/blob/main/packages/cli/recipes/x.md is a page of the site",
    "a.html: &amp;lt; is escaped twice",
  ]);
});
