// The host of a page that stands alone: decisions are kept in this browser under the hash of the result, and taken along to the next result of the document.

const host = (() => {
  const STORE = 'gouji.decisions/1:' + data.source.sha256 + ':';

  /** What this browser keeps of this result, and of earlier results of this document. */
  function recall() {
    kept
      .keys()
      .filter((key) => key.indexOf(STORE) === 0)
      .forEach((key) => {
        const found = parsed(kept.get(key));
        if (found) {
          take(found.decisions.filter((one) => one.state !== 'withdrawn'));
          if (key === STORE + data.result) {
            found.decisions.filter((one) => one.state === 'withdrawn').forEach((one) => withdrawn(one));
          }
        }
      });
  }

  function keep() {
    const list = Array.from(decisions.values()).concat(Array.from(gone.values()));
    if (!kept.set(STORE + data.result, JSON.stringify(whole(list)))) {
      tell(say('kept-not'));
    }
  }

  return { recall: recall, keep: keep, tools: () => [] };
})();
