/* What a page does with a script: links beside headings, a filter over an index, and search. ES5, so that
   browsers of ten years ago run it. Pages read without it. */
(function () {
  'use strict';
  var i, heads = document.querySelectorAll('article h1[id], article h2[id], article h3[id], article h4[id], article h5[id], article h6[id]');
  for (i = 0; i < heads.length; i++) {
    var link = document.createElement('a');
    link.className = 'permalink';
    link.href = '#' + encodeURIComponent(heads[i].id);
    link.setAttribute('data-gen', '');
    link.setAttribute('aria-hidden', 'true');
    link.textContent = '#';
    heads[i].appendChild(link);
  }
  var filter = document.querySelector('.filter');
  if (!filter) { return; }
  filter.hidden = false;
  var rows = document.querySelectorAll('.index .item, .index tbody tr');
  filter.querySelector('input').addEventListener('input', function () {
    var words = this.value.toLowerCase().split(/\s+/), r, w, text, shown;
    for (r = 0; r < rows.length; r++) {
      text = rows[r].textContent.toLowerCase();
      shown = true;
      for (w = 0; w < words.length; w++) { if (text.indexOf(words[w]) < 0) { shown = false; } }
      rows[r].style.display = shown ? '' : 'none';
    }
  });
}());

/* The box for search. Its searcher and its data are loaded when somebody comes to it. */
(function () {
  'use strict';
  var box = document.querySelector('.search');
  if (!box) { return; }
  var input = box.querySelector('input'), root = box.getAttribute('data-root'), from = root + box.getAttribute('data-from');
  var language = /^fr/i.test(document.documentElement.lang) ? 'fr' : 'en', words, panel, told, sides, list;
  var filters = {}, limit = 10, chosen = -1, turn = 0, answer = null, asked = false, wanted, pressed = '', again;
  box.hidden = false;

  function word(key) { return words && words.hasOwnProperty(key) ? words[key] : key.replace(/^\+/, ''); }
  function make(name, kind, parent, text) {
    var node = document.createElement(name);
    if (kind) { node.className = kind; }
    if (text) { node.appendChild(document.createTextNode(text)); }
    if (parent) { parent.appendChild(node); }
    return node;
  }
  function empty(node) { while (node.firstChild) { node.removeChild(node.firstChild); } }
  function button(parent, text, act) {
    var node = make('button', '', parent, text);
    node.type = 'button';
    node.addEventListener('click', act);
    return node;
  }

  function prepare(done) {
    if (words) { done(); return; }
    if (!panel) {
      panel = make('div', 'found', box);
      panel.hidden = true;
      told = make('div', 'told', panel);
      told.setAttribute('role', 'status');
      sides = make('div', 'facets', panel);
      list = make('ul', 'hits', panel);
      list.id = 'opsdoc-hits';
      list.setAttribute('role', 'listbox');
      list.setAttribute('aria-label', input.getAttribute('aria-label'));
    }
    wanted = done;
    if (asked) { return; }
    asked = true;
    function begin() {
      if (!window.opsdoc) { asked = false; return; }
      window.opsdoc.at(from);
      window.opsdoc.load(['m', 'words'], function () {
        words = (window.opsdoc.files.words || {})[language] || {};
        wanted();
      });
    }
    /* The searcher, and what each question needs: loaded together, run one after the other. */
    var first = [root + '_opsdoc/search.js', from + 'm.js', from + 'words.js', from + 'c0.js'], k, script;
    for (k = 0; k < first.length; k++) {
      script = document.createElement('script');
      script.async = false;
      script.src = first[k];
      if (k === first.length - 1) { script.onload = script.onerror = begin; }
      document.getElementsByTagName('head')[0].appendChild(script);
    }
  }

  function search() {
    var mine = ++turn;
    prepare(function () {
      var any = false, key;
      for (key in filters) { any = any || filters[key]; }
      if (!input.value.replace(/\s/g, '') && !any) { close(); return; }
      window.opsdoc.find({ text: input.value, limit: limit, filters: filters }, function (found) {
        if (mine !== turn) { return; }
        answer = found;
        show();
      });
    });
  }

  function show() {
    var k, hits = answer ? answer.hits : [];
    again = null;
    empty(told);
    empty(sides);
    empty(list);
    choose(-1);
    box.className = 'search open';
    panel.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    if (!answer) { make('p', 'broken', told, word('+broken')); return; }
    for (k = 0; k < answer.corrections.length; k++) { correction(answer.corrections[k]); }
    if (answer.suggestions.length) {
      var line = make('p', 'meant', told, word('+meant') + ' ');
      for (k = 0; k < answer.suggestions.length; k++) { suggestion(line, answer.suggestions[k]); }
    }
    var total = answer.total, text = total ? total + ' ' + word(total > 1 ? '+hits' : '+hit') : word('+none');
    line = make('p', 'total', told, text);
    if (total) { make('span', 'keys', line, word('+keys')).setAttribute('aria-hidden', 'true'); }
    for (k = 0; k < answer.facets.length; k++) { facet(answer.facets[k]); }
    for (k = 0; k < hits.length; k++) { list.appendChild(hit(hits[k], k)); }
    if (again) { again.focus(); }
    if (total > hits.length) {
      k = make('li', 'more', list);
      k.setAttribute('role', 'presentation');
      button(k, word('+more'), function () { limit += 20; search(); input.focus(); });
    }
  }
  function correction(made) {
    var line = make('p', 'instead', told, word('+instead').replace('%', made.written) + ' ');
    make('b', '', line, made.used);
  }
  function suggestion(line, name) {
    button(line, name, function () { input.value = name; input.focus(); changed(); });
    line.appendChild(document.createTextNode(' ?'));
  }
  /* What can be filtered by: what has one value only tells nothing. */
  function facet(counted) {
    var values = counted.values, chosen = filters[counted.name] || '', k, group;
    if (values.length < 2 && !chosen) { return; }
    group = make('div', 'facet', sides);
    group.setAttribute('role', 'group');
    group.setAttribute('aria-label', word('+' + counted.name));
    make('b', '', group, word('+' + counted.name));
    if (chosen && !values.some(function (value) { return value[0] === chosen; })) { values = values.concat([[chosen, 0]]); }
    for (k = 0; k < values.length && k < 12; k++) { value(group, counted.name, values[k], chosen === values[k][0]); }
  }
  function value(group, name, counted, on) {
    var node = button(group, word(counted[0]), function () {
      filters[name] = on ? '' : counted[0];
      limit = 10;
      pressed = name + counted[0];
      search();
    });
    if (pressed === name + counted[0]) { pressed = ''; again = node; }
    node.setAttribute('aria-pressed', on ? 'true' : 'false');
    make('span', 'count', node, String(counted[1]));
  }

  function hit(found, at) {
    var unit = found.shown, item = make('li', unit.status === 'superseded' ? 'hit obsolete' : 'hit'), way = [unit.pageTitle].concat(unit.parents);
    item.id = 'opsdoc-hit-' + at;
    item.setAttribute('role', 'option');
    item.setAttribute('aria-selected', 'false');
    var link = make('a', '', item), line;
    link.href = root + unit.page.split('/').map(encodeURIComponent).join('/') + (unit.anchor ? '#' + encodeURIComponent(unit.anchor) : '');
    link.tabIndex = -1;
    way = way.filter(function (step) { return step; });
    if (unit.title && way.length) { make('span', 'way', link, way.join(' › ')); }
    mark(make('span', 'title', link), unit.title || way.join(' › '), unit.language);
    line = make('span', 'facts', link);
    make('span', 'kind', line, word(unit.kind));
    if (unit.document) { make('code', '', line, unit.document); }
    if (unit.issue) { make('span', 'issue', line, word('+issue') + ' ' + unit.issue); }
    if (unit.status) { make('span', 'status ' + unit.status, line, word(unit.status)); }
    if (unit.text) {
      line = make('span', 'text', link);
      if (unit.language) { line.lang = unit.language; }
      mark(line, unit.text, unit.language);
    }
    item.addEventListener('mousemove', function () { if (chosen !== at) { choose(at); } });
    return item;
  }
  /* Writes a text with what was asked for marked. */
  function mark(node, text, tongue) {
    var search = window.opsdoc, asked = answer.asked, cs = search.chars(text), list = search.words(cs), sought = {}, french = {}, english = {};
    var start = search.prefix(asked), nameStart = search.namePrefix(asked), marks = [], k, n, done = 0, names;
    function seek(word) { sought[word] = true; french[search.french(word)] = true; english[search.english(word)] = true; }
    for (k = 0; k < asked.words.length; k++) { if (!asked.words[k].explained) { seek(asked.words[k].word); } }
    for (k = 0; k < asked.phrases.length; k++) { asked.phrases[k].forEach(seek); }
    for (k = 0; k < list.length; k++) {
      n = list[k].word;
      if (sought[n] === true || (tongue !== 'en' && french[search.french(n)] === true) || (tongue !== 'fr' && english[search.english(n)] === true) || (start && !n.indexOf(start))) { marks.push(list[k]); }
    }
    names = asked.names.length ? search.mnemonics(cs) : [];
    for (k = 0; k < names.length; k++) {
      n = search.identifier(cs.slice(names[k].from, names[k].to).join(''));
      if (asked.names.indexOf(n) >= 0 || (nameStart && !n.indexOf(nameStart))) { marks.push(names[k]); }
    }
    marks.sort(function (a, b) { return a.from - b.from || b.to - a.to; });
    for (k = 0; k < marks.length; k++) {
      if (marks[k].to <= done) { continue; }
      n = Math.max(done, marks[k].from);
      node.appendChild(document.createTextNode(cs.slice(done, n).join('')));
      make('mark', '', node, cs.slice(n, marks[k].to).join(''));
      done = marks[k].to;
    }
    node.appendChild(document.createTextNode(cs.slice(done).join('')));
  }

  function choose(at) {
    var before = document.getElementById('opsdoc-hit-' + chosen), now;
    if (before) { before.setAttribute('aria-selected', 'false'); }
    chosen = at;
    now = document.getElementById('opsdoc-hit-' + at);
    if (!now) { input.removeAttribute('aria-activedescendant'); return; }
    now.setAttribute('aria-selected', 'true');
    input.setAttribute('aria-activedescendant', now.id);
    var top = now.offsetTop - list.offsetTop, bottom = top + now.offsetHeight;
    if (top < list.scrollTop) { list.scrollTop = top; }
    if (bottom > list.scrollTop + list.clientHeight) { list.scrollTop = bottom - list.clientHeight; }
  }
  function close() {
    turn++;
    if (!panel) { return; }
    panel.hidden = true;
    box.className = 'search';
    input.setAttribute('aria-expanded', 'false');
    choose(-1);
  }
  function changed() { limit = 10; search(); }

  input.addEventListener('focus', function () { prepare(function () { if (input.value && panel.hidden) { search(); } }); });
  input.addEventListener('input', changed);
  box.addEventListener('keydown', function (event) {
    var key = event.keyCode, count = panel && !panel.hidden && answer ? answer.hits.length : 0, link;
    if (key === 13 && event.target !== input) { return; }
    if ((key === 40 || key === 38 || key === 27) && event.target !== input) { input.focus(); }
    if (key === 40 && count) { choose(chosen + 1 < count ? chosen + 1 : 0); }
    else if (key === 38 && count) { choose(chosen > 0 ? chosen - 1 : count - 1); }
    else if (key === 13) {
      link = document.getElementById('opsdoc-hit-' + Math.max(chosen, 0));
      link = count && link ? link.querySelector('a') : null;
      if (link) { close(); input.blur(); window.location.href = link.href; }
    } else if (key === 27) {
      if (panel && !panel.hidden) { close(); } else { input.value = ''; filters = {}; input.blur(); }
    } else { return; }
    event.preventDefault();
  });
  document.addEventListener('keydown', function (event) {
    var node = event.target, typing = /^(input|textarea|select)$/i.test(node.tagName) || node.isContentEditable;
    if (event.key === '/' && !typing && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
  document.addEventListener('click', function (event) {
    if (!box.contains(event.target) && document.documentElement.contains(event.target)) { close(); }
    else if (event.target.nodeName === 'A' || (event.target.parentNode && list && list.contains(event.target) && !/button/i.test(event.target.nodeName))) { close(); }
  });
}());
