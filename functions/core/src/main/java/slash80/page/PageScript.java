package slash80.page;

/// The one script of a page: search, filters, sorting, copying, and the age of the report. The page
/// is whole without it. It makes no request, and writes text only.
final class PageScript {
  static final String TEXT =
      """
      (() => {
      'use strict';
      const all = (what, where = document) => [...where.querySelectorAll(what)];
      const one = id => document.getElementById(id);
      document.documentElement.classList.add('js');

      const lower = element => element.textContent.toLowerCase();
      const numbers = text => (text || '').split(' ').filter(Boolean);
      const causes = all('tr.cause').map(row => ({
        row, card: one(row.dataset.card), body: row.parentNode, severity: row.dataset.kind,
        rule: row.dataset.rule, subnets: numbers(row.dataset.subnets), groups: numbers(row.dataset.groups)}));
      const nodes = all('[data-node]').map(element => ({
        element, subnets: numbers(element.dataset.subnets), groups: numbers(element.dataset.groups)}));
      const bodies = all('table.causes tbody');
      const strips = all('.strip');
      const textOf = thing => thing.text ??= lower(thing.card || thing.element)
        + (thing.row ? ' ' + lower(thing.row) : ' ' + (thing.element.getAttribute('title') || '').toLowerCase());
      const value = id => one(id) ? one(id).value : '';

      function show() {
        const words = value('find').toLowerCase().split(/\\s+/).filter(Boolean);
        const subnet = value('by-subnet'), group = value('by-group'), rule = value('by-rule');
        const severities = new Set(all('.filter input[type=checkbox]').filter(box => box.checked).map(box => box.value));
        const has = thing => words.every(word => textOf(thing).includes(word));
        const isThere = thing => (!subnet || thing.subnets.includes(subnet)) && (!group || thing.groups.includes(group));
        let count = 0;
        for (const cause of causes) {
          const shown = severities.has(cause.severity) && (!rule || cause.rule === rule) && isThere(cause) && has(cause);
          cause.row.hidden = !shown;
          if (cause.card) cause.card.hidden = !shown;
          if (shown) count++;
        }
        for (const body of bodies) body.hidden = !all('tr.cause', body).some(row => !row.hidden);
        const found = words.length ? new Set(nodes.filter(has)) : new Set();
        for (const node of nodes) node.element.hidden = !(isThere(node) && (!found.size || found.has(node)));
        for (const strip of strips) strip.hidden = !!subnet && strip.dataset.subnet !== subnet;
        const said = one('shown');
        if (said) said.textContent = count === causes.length ? `all ${count} lines shown` : `${count} of ${causes.length} lines shown`;
      }
      const filter = one('filter');
      if (filter) { filter.addEventListener('input', show); show(); }

      const key = (row, by) => by === 'what' || by === 'cause' ? row.dataset[by] : Number(row.dataset[by]);
      const compare = (a, b) => a < b ? -1 : a > b ? 1 : 0;
      for (const button of all('th button')) button.addEventListener('click', () => {
        const head = button.closest('th'), by = button.dataset.by;
        const up = head.getAttribute('aria-sort') === 'descending' || (!head.hasAttribute('aria-sort') && button.dataset.first === 'up');
        const order = (a, b) => (up ? 1 : -1) * compare(key(a, by), key(b, by));
        const table = head.closest('table');
        all('th[aria-sort]', table).forEach(other => other.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
        const sorted = [...table.tBodies].map(body => [body, all('tr.cause', body).sort(order)]);
        sorted.sort((a, b) => order(a[1][0], b[1][0]));
        for (const [body, rows] of sorted) { body.append(...rows); table.append(body); }
      });

      const plain = text => text.replace(/[^\\p{L}\\p{N} .,:;/()=-]/gu, mark => `&#${mark.codePointAt(0)};`);
      const command = card => all('pre.fix', card).slice(0, 1).map(pre => pre.textContent.trim()).join('');
      const markdown = card => {
        const fix = command(card), fence = '`'.repeat(Math.max(3, ...(fix.match(/`+/g) || []).map(run => run.length + 1)));
        const words = all('.words', card)[0].textContent.trim(), rule = card.dataset.rule;
        return `- **${card.dataset.severity}** ${plain(words)} (${plain(rule)})`
          + (fix ? `\\n\\n  ${fence}sh\\n${fix.replace(/^/gm, '  ')}\\n  ${fence}` : '');
      };
      const shownCards = () => causes.filter(cause => !cause.row.hidden && cause.card).map(cause => cause.card);
      const texts = {
        command: button => command(button.closest('.card, .first')),
        markdown: button => markdown(button.closest('.card')),
        commands: () => [...new Set(shownCards().map(command).filter(Boolean))].join('\\n'),
        markdowns: () => shownCards().map(markdown).join('\\n')
      };
      async function copy(text) {
        try { await navigator.clipboard.writeText(text); } catch {
          const area = document.createElement('textarea');
          area.value = text;
          document.body.append(area);
          area.select();
          document.execCommand('copy');
          area.remove();
        }
      }
      document.addEventListener('click', async event => {
        const button = event.target.closest('button[data-copy]');
        if (!button) return;
        const words = button.textContent, text = texts[button.dataset.copy](button);
        await copy(text);
        button.dataset.copied = text.length;
        button.textContent = text ? 'Copied' : 'Nothing to copy';
        button.focus();
        setTimeout(() => { button.textContent = words; }, 1500);
      });

      function unfold() {
        let id = location.hash.slice(1);
        try { id = one(id) ? id : decodeURIComponent(id); } catch { /* a name with a lone % */ }
        const target = one(id);
        if (!target) return;
        for (let fold = target.closest('details'); fold; fold = fold.parentNode.closest('details')) fold.open = true;
        target.scrollIntoView();
      }
      addEventListener('hashchange', unfold);
      if (location.hash) unfold();

      for (const time of all('time.at')) {
        const minutes = Math.round((Date.now() - Date.parse(time.dateTime)) / 60000);
        const age = minutes < 2 ? 'just now' : minutes < 120 ? `${minutes} minutes ago`
          : minutes < 2880 ? `${Math.round(minutes / 60)} hours ago` : `${Math.round(minutes / 1440)} days ago`;
        if (minutes >= 0) time.after(` (${age})`);
      }
      })();
      """;

  private PageScript() {}
}
