// Runs before any TypeScript is loaded, on whatever Node there is: an old one cannot even read the rest.
const [major] = process.versions.node.split('.').map(Number);
if (major < 24) {
  console.error(
    [
      `✗ This needs Node 24; the one that runs is ${process.versions.node}.`,
      '  本项目需要 Node 24，当前运行的是 ' + process.versions.node + '。',
      '  Node 24 comes with the packages of this project when npm installs optional ones:',
      '    npm ci            (without --omit=optional), then the same npm command again',
      '  In a shell of your own, write npx node instead of node.  在命令行中请用 npx node。',
    ].join('\n'),
  );
  process.exit(3);
}
