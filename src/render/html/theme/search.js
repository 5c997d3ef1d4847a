/* Search in the pages. ES5 and the calls of a browser of ten years ago; nothing is fetched but the site's own
   scripts, so that it works from a folder. It does what the command line does, figure by figure: what things are
   worth, what a letter is, and all that is known of the library come from the scripts of the folder that the page
   names. Remarks and long names are left out of what is published. */
var opsdoc = (function () {
  'use strict';

  /* What was loaded, by the name of its file without `.js`, and what is wanted and not there yet. */
  var files = {}, waiting = {}, missing = [], base = '', broken = false;
  var M, units = 0;

  function want(name) {
    if (files[name] === undefined) { missing.push(name); return null; }
    return files[name];
  }

  function load(names, done) {
    var left = 0, i;
    function one() { left--; if (!left) { done(); } }
    function fetched(name) {
      return function () {
        var list = waiting[name], k;
        delete waiting[name];
        if (files[name] === undefined) { broken = true; }
        for (k = 0; k < list.length; k++) { list[k](); }
      };
    }
    for (i = 0; i < names.length; i++) {
      if (files[names[i]] !== undefined) { continue; }
      left++;
      if (waiting[names[i]]) { waiting[names[i]].push(one); continue; }
      waiting[names[i]] = [one];
      var script = document.createElement('script');
      script.onload = script.onerror = fetched(names[i]);
      script.src = base + names[i] + '.js';
      document.getElementsByTagName('head')[0].appendChild(script);
    }
    if (!left) { done(); }
  }

  /* Does a piece of work, again as often as it wants files that are not there yet. */
  function run(work, done) {
    missing = [];
    var result = broken ? null : work();
    if (!missing.length) { done(result); return; }
    load(missing, function () { run(work, done); });
  }

  /* Numbers are written in 92 signs, 13 bits in two of them; a last one alone has 6. */
  var VALUE = {}, SIGNS = 0, s;
  for (s = 33; s < 127; s++) { if (s !== 34 && s !== 92) { VALUE[s] = SIGNS++; } }

  function reader(text) {
    var at = 0, held, left = 0;
    function more() {
      var first = VALUE[text.charCodeAt(at++)];
      left = 6;
      held = first;
      if (at < text.length) {
        left = 13;
        held = first * 92 + VALUE[text.charCodeAt(at++)];
      }
    }
    function get(count) {
      var value = 0, take;
      while (count) {
        if (!left) { more(); }
        take = count < left ? count : left;
        left -= take;
        count -= take;
        value = value * (1 << take) + ((held >> left) & ((1 << take) - 1));
      }
      return value;
    }
    function zeros() {
      for (var n = 0; ; n++) {
        if (!left) { more(); }
        if ((held >> --left) & 1) { return n; }
      }
    }
    /* A number from 1 (Elias gamma). */
    function gamma() { var n = zeros(); return (1 << n) + get(n); }
    /* A number from 0, by the code that the list has chosen: Rice with so many low bits, 15 for gamma. */
    function number(low) { return low === 15 ? gamma() - 1 : zeros() * (1 << low) + get(low); }
    return { get: get, gamma: gamma, number: number };
  }

  /* The last of a sorted list that is not above a value; with a step, among its lines so far apart. */
  function below(value, list, step) {
    var low = 0, high, middle;
    step = step || 1;
    high = (list.length - 1) / step | 0;
    while (low < high) {
      middle = (low + high + 1) >> 1;
      if ((step > 1 ? list[middle * step].slice(1) : list[middle]) <= value) { low = middle; } else { high = middle - 1; }
    }
    return low;
  }
  /* A term is written after what it shares with the one before. */
  function after(before, term) { return before.slice(0, VALUE[term.charCodeAt(0)]) + term.slice(1); }
  /* Calls back for each term that begins so; stops where it returns true. Each file holds a range of the terms, sorted,
     on lines: a term, its parts, a term, its parts; the first of 32 is written whole. */
  function each(prefix, call) {
    var k = below(prefix, M.terms), list, term, at;
    while (k && M.terms[k] === prefix) { k--; }
    for (; k < M.terms.length && (M.terms[k] < prefix || !M.terms[k].indexOf(prefix)); k++) {
      list = want('t' + k);
      if (!list) { continue; }
      term = '';
      for (at = below(prefix, list, 64) * 64; at < list.length; at += 2) {
        term = after(term, list[at]);
        if (!term.indexOf(prefix)) {
          if (call(term, list, at, k)) { return true; }
        } else if (term > prefix) { break; }
      }
    }
    return false;
  }
  /* A part of a term, by its sign; a term that is long goes on in the next files. Its places are at its own place in
     another file. */
  function part(term, id, kind) {
    var text = '';
    each(term, function (found, list, at, k) {
      if (found === term) { text += kind ? (want('p' + k) || [])[at / 2] || '' : list[at + 1]; }
      return found !== term;
    });
    return (RegExp('(^| )' + id + '(\\S*)').exec(text) || ['', '', ''])[2];
  }

  /* Postings: the units with a term in a field, and how often. Fields: title 0, text 1, mnemonics 2, names 3, alarms
     answered 4; the last two count nothing. */
  var kept = {};
  function postings(term, id) {
    var list = kept[id + term], text, bits, count, unit = -1, low, wanted = missing.length;
    if (list) { return list; }
    list = { units: [], counts: [] };
    text = part(term, id);
    if (missing.length > wanted) { return list; }
    if (text) {
      bits = reader(text);
      count = bits.gamma();
      low = count > 1 ? bits.get(4) : -1;
      while (count--) {
        unit += 1 + (low < 0 ? bits.get(M.width) : bits.number(low));
        list.units.push(unit);
        list.counts.push(id < 3 ? bits.gamma() : 1);
      }
    }
    kept[id + term] = list;
    return list;
  }
  /* The places of a term in each of its units. */
  function places(term, id) {
    var key = 'p' + id + term, list = kept[key], own = postings(term, id), text, bits, low, k, n, at;
    if (list) { return list; }
    text = part(term, id, 'p');
    if (!text) { return null; }
    bits = reader(text);
    low = bits.get(4);
    list = {};
    for (k = 0; k < own.units.length; k++) {
      list[own.units[k]] = [];
      for (n = 0, at = 0; n < own.counts[k]; n++) { at += bits.number(low); list[own.units[k]].push(at); }
    }
    kept[key] = list;
    return list;
  }
  /* The units with a word of a stem, in texts of the language: what the words of that stem have, together. */
  function stemmed(stem, id, tongue) {
    var key = tongue.id + id + stem, list = kept[key], counts = {}, found = [], wanted = missing.length, own, k, n, unit;
    if (list) { return list; }
    var forms = part(stem, tongue.id) || part(stem, 'B');
    forms = forms ? forms.split(',') : hasStem(stem) && tongue.of(stem) === stem ? ['+'] : [];
    for (k = 0; k < forms.length; k++) {
      own = postings(forms[k].charAt(0) === '+' ? stem + forms[k].slice(1) : forms[k], id);
      for (n = 0; n < own.units.length; n++) {
        unit = own.units[n];
        if (!(C.tongue[unit] & tongue.bit)) { continue; }
        if (counts[unit]) { counts[unit] += own.counts[n]; } else { counts[unit] = own.counts[n]; found.push(unit); }
      }
    }
    list = { units: found, counts: [] };
    for (k = 0; k < found.length; k++) { list.counts.push(counts[found[k]]); }
    if (missing.length === wanted) { kept[key] = list; }
    return list;
  }

  /* What is known of each unit: the lengths of its fields, how ready it is, what it can be filtered by. */
  var C = null, norms;
  function columns() {
    var k, n, part, bits, end, unit = 0, set, ready = true;
    for (k = 0; k < M.columns.length; k++) { ready = want('c' + k) && ready; }
    if (C || !ready) { return !!C; }
    C = { lengths: [[], [], []], rank: [], set: [], tongue: [] };
    for (k = 0; k < M.columns.length; k++) {
      part = files['c' + k];
      bits = reader(part[1]);
      for (end = M.columns[k + 1] || units; unit < end; unit++) {
        for (n = 0; n < 3; n++) { C.lengths[n].push(bits.get(8)); }
        C.rank.push(bits.get(4));
        set = part[0][bits.gamma() - 1];
        if (!set.of) { set = part[0][part[0].indexOf(set)] = { of: set }; }
        C.set.push(set);
        C.tongue.push(set.of[5][0] ? { fr: 1, en: 2 }[set.of[5][0]] || 0 : 3);
      }
    }
    norms = [];
    for (n = 0; n < 3; n++) {
      norms.push([]);
      for (k = 0; k < 256; k++) { norms[n].push(M.weights.k1 * (1 - M.weights.b + M.weights.b * M.lengths[k] / M.mean[n])); }
    }
    return true;
  }

  /* Letters and words, as the index cuts them: a class for each character (0 none, 1 letter, 2 what joins letters,
     3 a character of a script without spaces), and what each is folded to. */
  var MARK = /[\u0300-\u036f\u00ad\u200c\u200d]/, SPACE = '[\\s\\x85]';
  var ENDS = RegExp('^' + SPACE + '+|' + SPACE + '+$', 'g'), JOINS = RegExp('[_./-]|' + SPACE);
  var ELIDED = /^([ldjsnmtc]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu|entr)$/i;
  function chars(text) { return text.match(/[\ud800-\udbff][\udc00-\udfff]|[\s\S]/g) || []; }
  function point(c) { return c.length > 1 ? (c.charCodeAt(0) - 55296) * 1024 + c.charCodeAt(1) - 56320 + 65536 : c.charCodeAt(0); }
  function kind(c) {
    if (c < '\x80') { return /[a-z]/i.test(c) ? 1 : /\d/.test(c) ? 2 : 0; }
    return M.classes[1][below(point(c), M.classes[0])];
  }
  function fold(cs) {
    var out = '', k;
    for (k = 0; k < cs.length && k < 255; k++) {
      if (!MARK.test(cs[k])) { out += M.folded['$' + cs[k]] || cs[k].toLowerCase(); }
    }
    return out;
  }
  function isLetter(c) { return c && kind(c) % 2; }
  /* The words of a text: where they begin and end among its characters. */
  function words(cs) {
    var list = [], at = 0, end, k;
    while (at < cs.length) {
      k = kind(cs[at]);
      if (!k) { at++; continue; }
      if (k === 3) {
        end = at + 1 < cs.length && kind(cs[at + 1]) === 3 ? at + 2 : at + 1;
        if (end > at + 1 || !at || kind(cs[at - 1]) !== 3) { list.push({ from: at, to: end, word: fold(cs.slice(at, end)) }); }
        at++;
        continue;
      }
      for (end = at + 1; end < cs.length && (k = kind(cs[end])) && k < 3;) { end++; }
      k = /['\u2019\u02bc]/.test(cs[end]) && isLetter(cs[end + 1]) && ELIDED.test(cs.slice(at, end).join(''));
      if (!k) { list.push({ from: at, to: end, word: fold(cs.slice(at, end)) }); }
      at = end;
    }
    return list;
  }
  function identifier(text) {
    var cs = chars(text.replace(ENDS, '')), out = '', k;
    for (k = 0; k < cs.length && k < 255; k++) { out += JOINS.test(cs[k]) ? '_' : cs[k].toLowerCase(); }
    return out;
  }
  /* The mnemonics of a text: with an underscore, with letters and digits, or all in capitals. */
  function mnemonics(cs) {
    var list = [], t = null, k, c;
    function end() {
      if (t && t.to > t.from + 1 && t.count > 1 && t.letter && (t.underscore || t.digit || !t.lower)) { list.push(t); }
      t = null;
    }
    for (k = 0; k <= cs.length; k++) {
      c = cs[k];
      if (c && kind(c) && (c < '\x80' || !MARK.test(c))) {
        t = t || { from: k, count: 0 };
        t.to = k + 1;
        t.count++;
        t.underscore = t.underscore || t.joined;
        if (/\d/.test(c)) { t.digit = true; } else if (isLetter(c)) { t.letter = true; t.lower = t.lower || c.toLowerCase() === c; }
      } else if (c && t && /[_./-]/.test(c)) { t.joined = t.joined || c === '_'; } else { end(); }
    }
    return list;
  }

  /* Stems (Snowball 3.1, https://snowballstem.org), of folded words. The places after which suffixes may fall: */
  function region(w, from) { var m = /[aeiouy][^aeiouy]/.exec(w.slice(from)); return m ? from + m.index + 2 : w.length; }

  function french(w) {
    var k = 0, rest;
    while (k < w.length) {
      rest = w.slice(k);
      if (/^([aeiouy]([ui][aeiouy]|y)|qu)/.test(rest)) { w = w.slice(0, k + 1) + rest.charAt(1).toUpperCase() + rest.slice(2); }
      else if (/^y[aeiouy]/.test(rest)) { w = w.slice(0, k) + 'Y' + rest.slice(1); } else { k++; }
    }
    var m = /[aeiouy]/.exec(w.slice(1)), p1 = region(w, 0), p2 = region(w, p1), done = false, at, h, end;
    var pv = /^([aeiouy]{2}.|col|par|tap|ni[aeiouy])/.test(w) ? 3 : m ? m.index + 2 : w.length;
    function put(place, word) { if (at >= place) { w = word; done = true; } return done; }
    function drop(suffix, otherwise) {
      if (w.slice(-suffix.length) !== suffix) { return false; }
      var rest = w.slice(0, -suffix.length);
      if (rest.length >= p2) { w = rest; return true; }
      if (otherwise) { w = rest + otherwise; }
      return false;
    }
    m = /(iqUes?|atrices?|[ae]nces?|logies?|ables?|is[mt]es?|euses?|ives?|ifs?|u[st]ions?|ations?|ateurs?|(?:isse|e)?ments?|[ae]mment|e?aux|[eo]ux)$/.exec(w);
    if (m) {
      at = w.length - m[0].length;
      h = w.slice(0, at);
      end = m[0].replace(/s$/, '');
      if (/^at/.test(end)) { if (put(p2, h)) { drop('ic', 'iqU'); } }
      else if (end === 'logie') { put(p2, h + 'log'); }
      else if (/ion$/.test(end)) { put(p2, h + 'u'); }
      else if (end === 'ence') { put(p2, h + 'ent'); }
      else if (end === 'ement') {
        if (put(pv, h)) {
          if (/iv$/.test(w)) { if (drop('iv')) { drop('at'); } }
          else if (/eus$/.test(w)) { drop('eus', w.length - 3 >= p1 ? 'eux' : ''); }
          else if (/iqU$/.test(w)) { drop('iqU'); } else { drop('abl'); }
        }
      } else if (end === 'if' || end === 'ive') { if (put(p2, h) && drop('at')) { drop('ic', 'iqU'); } }
      else if (end === 'eaux') { put(0, h + 'eau'); }
      else if (end === 'aux') { put(p1, h + 'al'); }
      else if (end === 'oux') { if (/[bhjlnp]$/.test(h)) { put(0, h + 'ou'); } }
      else if (end === 'euse') { if (!put(p2, h)) { put(p1, h + 'eux'); } }
      else if (end === 'issement') { if (/[^aeiouy]$/.test(h)) { put(p1, h); } }
      else if (/mment$/.test(end)) { if (at >= pv) { w = h + end.charAt(0) + 'nt'; } }
      else if (end === 'ment') { if (/[aeiouy]$/.test(h) && at > pv) { w = h; } }
      else { put(p2, h); }
    }
    if (!done) {
      m = /(i(?:r(?:a(?:i[st]?|s|Ient)?|i?ons|[eo]nt|i?ez)?|e?s?|t|ss(?:es?|antes?|ants?|ai[st]|i?ons|aIent|ent|i?ez)))$/.exec(w.slice(pv));
      if (m && /[^aeiouy]$/.test(w.slice(pv, -m[0].length))) { w = w.slice(0, -m[0].length); done = true; }
    }
    if (!done) {
      m = /((?:er|ass)?ions|er(?:a(?:i[st]?|s|Ient)?|ons|ont|i?ez)?|eais|i?ez|assiez|a(?:sse|nte|ise)s?|assent|a(?:i[st]?|s|nts?|Ient)?)$/.exec(w.slice(pv));
      if (m) {
        end = m[0];
        at = w.length - end.length;
        h = w.slice(0, at);
        if (end === 'ions') { put(p2, h); }
        else if (/^ais(es?)?$/.test(end)) { if (!/^.al$|auv$/.test(h)) { put(0, h); } }
        else { if (end.charAt(0) === 'a' && /e$/.test(h) && at > pv) { h = h.slice(0, -1); } put(0, h); }
      }
    }
    if (done) { w = w.replace(/Y$/, 'i'); }
    else {
      w = w.replace(/([^aiosu])s$/, '$1');
      m = /(e|ion|[iI]er)$/.exec(w.slice(pv));
      if (m) {
        at = w.length - m[0].length;
        if (m[0] === 'e') { w = w.slice(0, -1); }
        else if (m[0] !== 'ion') { w = w.slice(0, at) + 'i'; }
        else if (at >= p2 && at > pv && /[st]$/.test(w.slice(0, at))) { w = w.slice(0, at); }
      }
    }
    return w.replace(/(ell|eill|enn|onn|ett)$/, function (m) { return m.slice(0, -1); }).replace(/[IUY]/g, function (c) { return c.toLowerCase(); });
  }

  var EXCEPT = { skis: 'ski', skies: 'sky', idly: 'idl', gently: 'gentl', ugly: 'ugli', early: 'earli', only: 'onli', singly: 'singl' };
  var SECOND = { tional: 'tion', enci: 'ence', anci: 'ance', abli: 'able', entli: 'ent', izer: 'ize', ization: 'ize', ational: 'ate', ation: 'ate', ator: 'ate', alism: 'al', aliti: 'al', alli: 'al', fulness: 'ful', fulli: 'ful', ousli: 'ous', ousness: 'ous', iveness: 'ive', iviti: 'ive', biliti: 'ble', bli: 'ble', ogist: 'og', lessli: 'less' };
  var THIRD = { tional: 'tion', ational: 'ate', alize: 'al', icate: 'ic', iciti: 'ic', ical: 'ic', ful: '', ness: '' };
  function ending(list, others) { return RegExp('(' + Object.keys(list).join('|') + others + ')$'); }
  var SECONDS = ending(SECOND, '|li|ogi'), THIRDS = ending(THIRD, '|ative');
  function english(w) {
    if (/^(andes|atlas|bias|cosmos|howe|news|sky)$/.test(w)) { return w; }
    if (EXCEPT.hasOwnProperty(w)) { return EXCEPT[w]; }
    w = w.replace(/^y/, 'Y').replace(/([aeiouy])y/g, '$1Y');
    var m = /^(arsen|commun|emerg|gener|inter|later|organ|past|univers)/.exec(w), p1 = m ? m[0].length : region(w, 0), p2 = region(w, p1), at, h;
    function short(w) { return /[^aeiouy][aeiouy][^aeiouywxY]$|^[aeiouy][^aeiouy]$|past$/.test(w); }
    function ends(pattern) { m = pattern.exec(w); if (m) { at = w.length - m[0].length; h = w.slice(0, at); } return m; }
    if (ends(/(ied|ies|sses|ss|us|s)$/)) {
      if (m[0] === 'sses') { w = h + 'ss'; }
      else if (/^ie/.test(m[0])) { w = h + (at > 1 ? 'i' : 'ie'); }
      else if (m[0] === 's' && /[aeiouy]./.test(h)) { w = h; }
    }
    if (ends(/(eed|eedly|ed|edly|ing|ingly)$/)) {
      if (/^ee/.test(m[0])) { if (at >= p1 && !/^(succ|proc|exc)$/.test(h)) { w = h + 'ee'; } }
      else if (m[0] === 'ing' && /^[^aeiouy]y$/.test(h)) { w = h.charAt(0) + 'ie'; }
      else if (!(m[0] === 'ing' && /^(even|cann|inn|earr|herr|out)$/.test(h)) && /[aeiouy]/.test(h)) {
        w = h;
        if (/(at|bl|iz)$/.test(w)) { w += 'e'; }
        else if (/(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(w)) { if (!/^[aeo]..$/.test(w)) { w = w.slice(0, -1); } }
        else if (w.length === p1 && short(w)) { w += 'e'; }
      }
    }
    w = w.replace(/(.[^aeiouy])[yY]$/, '$1i');
    if (ends(SECONDS)) {
      if (at >= p1) {
        if (m[0] === 'li') { if (/[cdeghkmnrt]$/.test(h)) { w = h; } }
        else if (m[0] === 'ogi') { if (/l$/.test(h)) { w = h + 'og'; } }
        else { w = h + SECOND[m[0]]; }
      }
    }
    if (ends(THIRDS) && at >= p1) {
      if (m[0] === 'ative') { if (at >= p2) { w = h; } } else { w = h + THIRD[m[0]]; }
    }
    if (ends(/(ic|[ae]nce|[ai]ble|ate|ive|ize|iti|al|ism|ion|er|ous|ant|e?ment|ent)$/) && at >= p2 && (m[0] !== 'ion' || /[st]$/.test(h))) { w = h; }
    h = w.slice(0, -1);
    if (/e$/.test(w)) { if (h.length >= p2 || (h.length >= p1 && !short(h))) { w = h; } }
    else if (/ll$/.test(w) && h.length >= p2) { w = h; }
    return w.replace(/Y/g, 'y');
  }
  var FRENCH = { id: 'F', bit: 1, of: stemmer(french) }, ENGLISH = { id: 'E', bit: 2, of: stemmer(english) };
  function stemmer(of) { return function (word) { return of(word.replace(/[\u0300-\u036f]/g, '')); }; }
  function hasStem(word) { return !/^\d/.test(word) && chars(word).length > 2; }

  /* What was typed, in parts, as `query.rs` cuts it. */
  function parse(text) {
    var asked = { whole: identifier(text), words: [], names: [], phrases: [] }, pieces = text.split(/["\u201c\u201d\u00ab\u00bb]/), k;
    var last = pieces[pieces.length - 1];
    asked.unfinished = last !== '' && !RegExp(SPACE + '$').test(last);
    function of(list) { var out = [], n; for (n = 0; n < list.length && n < 48; n++) { out.push(list[n].word); } return out; }
    function plain(piece) {
      var cs = chars(piece), list = words(cs), named = mnemonics(cs), n, i, name;
      for (n = 0; n < list.length; n++) {
        for (i = 0, name = -1; i < named.length; i++) { if (list[n].from >= named[i].from && list[n].from < named[i].to) { name = asked.names.length + i; } }
        for (i = 0; i < asked.words.length && asked.words[i].word !== list[n].word;) { i++; }
        if (i < asked.words.length) { asked.words.push(asked.words.splice(i, 1)[0]); }
        else if (i < 48) { asked.words.push({ word: list[n].word, name: name }); }
      }
      for (n = 0; n < named.length && n < 48; n++) { asked.names.push(identifier(cs.slice(named[n].from, named[n].to).join(''))); }
    }
    for (k = 0; k < pieces.length; k++) {
      if (k % 2 && k + 1 < pieces.length) {
        last = of(words(chars(pieces[k])));
        if (last.length) { asked.phrases.push(last); }
      } else { plain(pieces[k]); }
    }
    return asked;
  }
  function prefix(asked) {
    var last = asked.words[asked.words.length - 1];
    return asked.unfinished && last && !last.explained && chars(last.word).length > 1 ? last.word : '';
  }
  function namePrefix(asked) {
    var last = asked.words[asked.words.length - 1], name = asked.names[asked.names.length - 1];
    return asked.unfinished && last && last.name >= 0 && name && name.slice(-last.word.length) === last.word ? name : '';
  }

  /* Words that nothing holds. */
  function beginsAny(start, ids) {
    return each(start, function (term) { return holds(term, ids); });
  }
  function holds(term, ids) {
    for (var k = 0; k < ids.length; k++) { if (part(term, ids.charAt(k))) { return true; } }
    return false;
  }
  function knows(word) {
    var k, tongue;
    if (holds(word, '01') || JSON.stringify(M.synonyms).indexOf('"' + word + '"') >= 0) { return true; }
    for (k = 0; k < 2 && hasStem(word); k++) {
      tongue = k ? ENGLISH : FRENCH;
      if (stemmed(tongue.of(word), '0', tongue).units.length || stemmed(tongue.of(word), '1', tongue).units.length) { return true; }
    }
    return false;
  }
  /* The distance of two words (Damerau-Levenshtein, each letter moved once), 3 if it is greater than 2. */
  function distance(a, b) {
    var rows = [[], [], []], i, j, cost, best, value;
    if (a.length - b.length > 2 || b.length - a.length > 2) { return 3; }
    for (j = 0; j <= b.length; j++) { rows[0][j] = j; }
    for (i = 1; i <= a.length; i++) {
      var row = rows[i % 3], above = rows[(i + 2) % 3], twice = rows[(i + 1) % 3];
      row[0] = best = i;
      for (j = 1; j <= b.length; j++) {
        cost = a[i - 1] === b[j - 1] ? 0 : 1;
        value = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + cost);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) { value = Math.min(value, twice[j - 2] + 1); }
        row[j] = value;
        if (value < best) { best = value; }
      }
      if (best > 2) { return 3; }
    }
    return rows[a.length % 3][b.length];
  }
  /* The nearest of the words of a vocabulary, the most frequent of several; nothing where a word is too short to
     tell. A vocabulary is cut into files: each word after what it shares with the one before, with its frequency. */
  function nearest(vocabulary, word) {
    var cs = chars(word), most = cs.length < 3 ? 0 : cs.length < 5 ? 1 : 2, best = [], k, list;
    function look(text) {
      var entries = text.split(' '), before = '', n, cut, near, count;
      for (n = 0; n < entries.length; n++) {
        cut = entries[n].lastIndexOf(',');
        before = after(before, entries[n].slice(0, cut));
        if (before.length > word.length + 4 || before.length < word.length - 4) { continue; }
        near = distance(cs, chars(before));
        if (near > most) { continue; }
        count = +entries[n].slice(cut + 1);
        if (!best[near] || count > best[near].count) { best[near] = { word: before, count: count }; }
      }
    }
    if (!most) { return ''; }
    for (k = 0; k < M.vocabularies[vocabulary]; k++) {
      list = want(vocabulary + k);
      if (list) { look(list); }
    }
    list = best[1] || best[2];
    return list ? list.word : '';
  }
  function correct(asked) {
    var corrections = [], k, near, word;
    for (k = 0; k < asked.words.length; k++) {
      word = asked.words[k];
      if (word.name >= 0 || knows(word.word)) { continue; }
      if (asked.unfinished && k === asked.words.length - 1 && beginsAny(word.word, '01')) { continue; }
      if (missing.length) { continue; }
      near = nearest('w', word.word);
      if (near) { corrections.push({ written: word.word, used: near }); word.word = near; }
    }
    return corrections;
  }
  function suggest(asked) {
    var suggestions = [], start = namePrefix(asked), k, n, name, near, unit;
    for (k = 0; k < asked.names.length; k++) {
      name = asked.names[k];
      if (holds(name, '234') || (start === name && beginsAny(name, '234'))) {
        for (n = 0; n < asked.words.length; n++) { if (asked.words[n].name === k && asked.words[n].word !== name) { asked.words[n].explained = true; } }
        continue;
      }
      if (missing.length) { continue; }
      near = nearest('n', name);
      if (near) {
        unit = postings(near, '3').units[0];
        near = unit === undefined ? '' : (text(unit) || {}).name;
      } else { near = nearest('k', name).toUpperCase(); }
      if (near && suggestions.indexOf(near) < 0) { suggestions.push(near); }
    }
    return suggestions;
  }

  /* What is shown of a unit; files hold pieces, each with how many units it has: pages, an empty line, units. What
     stood shortly before is referred to, by a mark, how far back it stands, and how much of it there is. */
  function whole(text) {
    var codes = [], k = 0, code, back, count, out = '';
    while (k < text.length) {
      code = text.charCodeAt(k++);
      if (code === 126) {
        back = VALUE[text.charCodeAt(k++)] * 91 + VALUE[text.charCodeAt(k++)];
        if (back) {
          for (count = VALUE[text.charCodeAt(k++)] + 5; count; count--) { codes.push(codes[codes.length - back]); }
          continue;
        }
      }
      codes.push(code);
    }
    for (k = 0; k < codes.length; k += 8192) { out += String.fromCharCode.apply(null, codes.slice(k, k + 8192)); }
    return out.split('\n');
  }
  function text(unit) {
    var k = below(unit, M.texts), list = want('d' + k), n, part, at, page;
    if (!list) { return null; }
    for (at = unit - M.texts[k], n = 0; at >= list[n][1]; n++) { at -= list[n][1]; }
    if (list[n][0].substr) { list[n][0] = whole(list[n][0]); }
    part = list[n][0];
    at = part[part.indexOf('') + 1 + at].split('\t');
    page = part[at[0]].split('\t');
    return {
      page: page[0], pageTitle: page[1], issue: page[2], status: page[3], language: page[4], document: page[5],
      anchor: at[1], title: at[2], kind: at[3], text: at[5], parents: at.slice(6),
      name: /^[#=]/.test(at[4]) ? page[5] + at[4].replace('=', '') : at[4]
    };
  }

  /* Scores, in the order of sums that `rank.rs` has. */
  function rarity(count) {
    return Math.round(Math.log(1 + (units - count + 0.5) / (count + 0.5)) * 1048576) / 1048576;
  }
  function search(query) {
    var asked = parse(query.text), filters = query.filters || {}, W = M.weights, clause = 0, required = 0;
    var best = new Array(units), sum = new Array(units), seen = new Array(units), had = new Array(units), scores = new Array(units);
    var found = [], touched, k, n, unit;
    if (!columns()) { return null; }
    var empty = !asked.words.length && !asked.phrases.length, corrections = correct(asked), suggestions = suggest(asked);
    function add(unit, score) {
      if (seen[unit] !== clause) { seen[unit] = clause; best[unit] = sum[unit] = score; touched.push(unit); return; }
      sum[unit] += score;
      if (score > best[unit]) { best[unit] = score; }
    }
    function begin() { clause++; touched = []; }
    function end(must) {
      for (var k = 0; k < touched.length; k++) {
        var unit = touched[k];
        if (scores[unit] === undefined) { scores[unit] = 0; had[unit] = 0; found.push(unit); }
        scores[unit] += best[unit] + W.tie * (sum[unit] - best[unit]);
        had[unit] += must;
      }
    }
    function flat(list, score) { for (var k = 0; k < list.units.length; k++) { add(list.units[k], score); } }
    function weighed(list, weight, length, rare) {
      var k, unit, count, norm = norms[length], lengths = C.lengths[length];
      weight = (rare === undefined ? rarity(list.units.length) : rare) * weight * (1 + W.k1);
      for (k = 0; k < list.units.length; k++) {
        unit = list.units[k];
        count = list.counts[k];
        add(unit, weight * (count / (count + norm[lengths[unit]])));
      }
    }
    function starting(start, id, score) {
      var once = {};
      each(start, function (term) {
        var list = postings(term, id).units, k;
        for (k = 0; k < list.length; k++) { if (!once[list[k]]) { once[list[k]] = true; add(list[k], score); } }
      });
    }
    /* Words side by side, in titles (0) or texts (1). */
    function together(list, id, weight) {
      var rare = 0, all = [], out = { units: [], counts: [] }, k, n, unit, at, count;
      if (list.length === 1) { weighed(postings(list[0], id), weight, +id); return; }
      for (k = 0; k < list.length; k++) {
        n = postings(list[k], id).units;
        if (n.length) { all.push(places(list[k], id)); rare += rarity(n.length); } else { all.push(null); }
      }
      for (k = 0; k < all.length; k++) { if (!all[k]) { return; } }
      n = postings(list[0], id).units;
      for (k = 0; k < n.length; k++) {
        unit = n[k];
        for (at = 0, count = 0; at < all[0][unit].length; at++) {
          if ((!at || all[0][unit][at] !== all[0][unit][at - 1]) && follows(all, unit, all[0][unit][at])) { count++; }
        }
        if (count) { out.units.push(unit); out.counts.push(count); }
      }
      weighed(out, weight, +id, rare);
    }
    function others(list) { together(list, '0', W.title * W.synonym); together(list, '1', W.body * W.synonym); }
    function word(asked, start) {
      var k, stem, tongue;
      weighed(postings(asked, '0'), W.title, 0);
      weighed(postings(asked, '1'), W.body, 1);
      for (k = 0; k < 2 && hasStem(asked); k++) {
        tongue = k ? ENGLISH : FRENCH;
        stem = tongue.of(asked);
        weighed(stemmed(stem, '0', tongue), W.title_stem, 0);
        weighed(stemmed(stem, '1', tongue), W.body_stem, 1);
      }
      if (start) { starting(start, '0', W.title_prefix); starting(start, '1', W.body_prefix); }
    }

    var same = synonyms(asked), start = prefix(asked), names = asked.names.concat(asked.whole), known = [];
    for (k = 0; k < asked.words.length; k++) {
      begin();
      if (!asked.words[k].explained) { word(asked.words[k].word, k + 1 === asked.words.length ? start : ''); }
      for (n = 0; n < same.length; n++) { if (same[n].from === k && same[n].count === 1) { others(same[n].words); } }
      end(0);
      for (n = 0; n < same.length; n++) { if (same[n].from === k && same[n].count > 1) { begin(); others(same[n].words); end(0); } }
    }
    start = namePrefix(asked);
    for (k = 0; k < names.length && !empty; k++) {
      if (!names[k] || known.indexOf(names[k]) >= 0) { continue; }
      known.push(names[k]);
      begin();
      flat(postings(names[k], '3'), W.identifier);
      flat(postings(names[k], '4'), W.handles);
      weighed(postings(names[k], '2'), W.code, 2);
      if (start && start === names[k]) { starting(start, '3', W.identifier_prefix); starting(start, '2', W.code_prefix); }
      end(0);
    }
    for (k = 0; k < asked.phrases.length; k++) {
      begin();
      together(asked.phrases[k], '0', W.title);
      together(asked.phrases[k], '1', W.body);
      end(1);
      required++;
    }
    if (missing.length) { return null; }
    if (empty) { for (unit = 0; unit < units; unit++) { found.push(unit); scores[unit] = 1; had[unit] = 0; } }

    /* What was named comes first, then what answers it, then what is not superseded, then by score. */
    var tiers = {}, list = postings(asked.whole, '4').units, top = [], total = 0, sets = [], counts = [{}, {}, {}, {}, {}, {}], facets = [], applies = 0, set, place;
    for (k = 0; k < list.length; k++) { tiers[list[k]] = C.set[list[k]].of[0].indexOf('contingency') < 0 ? 4 : 6; }
    list = postings(asked.whole, '3').units;
    for (k = 0; k < list.length; k++) { tiers[list[k]] = (tiers[list[k]] || 0) | 8; applies = applies || C.rank[list[k]] > 1; }
    var wanted = [], bare = true;
    for (k = 0; k < 6; k++) {
      wanted.push(filters[FACETS[k]] || '');
      if (wanted[k]) { bare = false; wanted[k] = k > 0 && k < 4 ? identifier(wanted[k]) : wanted[k].replace(ENDS, '').toLowerCase(); }
    }
    if (empty && bare) { found = []; }
    turn++;
    for (k = 0; k < found.length; k++) {
      unit = found[k];
      if (had[unit] !== required) { continue; }
      set = C.set[unit];
      if (set.turn !== turn) { set.turn = turn; set.count = 0; set.failed = failed(set.of, wanted); sets.push(set); }
      set.count++;
      if (set.failed.length) { continue; }
      total++;
      n = C.rank[unit] >> 1;
      place = { unit: unit, tier: n ? tiers[unit] | 1 : applies ? 0 : tiers[unit] & 8, score: scores[unit] * (W.readiness + W.degree * n) * (C.rank[unit] & 1 ? W.front : 1) };
      n = top.length;
      if (n === query.limit && compare(place, top[n - 1]) > 0) { continue; }
      for (; n && compare(place, top[n - 1]) < 0; n--) { top[n] = top[n - 1]; }
      top[n] = place;
      top.length = Math.min(top.length, query.limit);
    }
    for (k = 0; k < sets.length; k++) {
      set = sets[k];
      for (n = 0; n < 6; n++) { if (!set.failed.length || set.failed.length < 2 && set.failed[0] === n) { tally(counts[n], set.of[n], set.count); } }
    }
    for (n = 0; n < 6; n++) { facets.push({ name: FACETS[n], values: sorted(counts[n]) }); }
    return { asked: asked, total: total, hits: top, corrections: corrections, suggestions: suggestions, facets: facets };
  }
  var turn = 0;
  function compare(a, b) { return b.tier - a.tier || b.score - a.score || a.unit - b.unit; }
  function failed(values, wanted) {
    var out = [], n;
    for (n = 0; n < 6; n++) {
      if (wanted[n] && values[n].indexOf(wanted[n]) < 0 && (n < 1 || n > 3 || values[n].indexOf('*') < 0)) { out.push(n); }
    }
    return out;
  }
  var FACETS = ['kind', 'mission', 'phase', 'environment', 'status', 'language'];
  function follows(all, unit, at) {
    for (var k = 1; k < all.length; k++) { if (!all[k][unit] || all[k][unit].indexOf(at + k) < 0) { return false; } }
    return true;
  }
  function tally(counts, values, count) { for (var k = 0; k < values.length; k++) { counts['$' + values[k]] = (counts['$' + values[k]] || 0) + count; } }
  function sorted(counts) {
    var list = [], key, all = counts['$*'] || 0;
    for (key in counts) { if (key !== '$*') { list.push([key.slice(1), counts[key] + all]); } }
    return list.sort(function (a, b) { return b[1] - a[1] || (a[0] < b[0] ? -1 : 1); });
  }
  /* Other ways to say some of the words. */
  function synonyms(asked) {
    var out = [], g, n, from, k, other, group;
    for (g = 0; g < M.synonyms.length; g++) {
      group = M.synonyms[g];
      for (n = 0; n < group.length; n++) {
        for (from = 0; from + group[n].length <= asked.words.length; from++) {
          for (k = 0; k < group[n].length && asked.words[from + k].word === group[n][k];) { k++; }
          if (k < group[n].length) { continue; }
          for (other = 0; other < group.length; other++) { if (other !== n) { out.push({ from: from, count: k, words: group[other] }); } }
        }
      }
    }
    return out;
  }

  /* Finds, then fetches what is shown of each hit. */
  function find(query, done) {
    broken = false;
    run(function () { return want('m') && search(query); }, function (answer) {
      run(function () {
        for (var k = 0; answer && k < answer.hits.length; k++) { answer.hits[k].shown = text(answer.hits[k].unit); }
      }, function () { done(broken ? null : answer); });
    });
  }
  function accept(name, data) { files[name] = /^[tp]/.test(name) ? data.split('\n') : data; }
  function manifest(data) {
    var key, k, cs, at = 0, starts = [], folded = {};
    M = files.m = data;
    units = M.units;
    for (key in M.folded) { cs = chars(M.folded[key]); for (k = 0; k < cs.length; k++) { folded['$' + cs[k]] = key; } }
    M.folded = folded;
    for (k = 0; k < M.classes[0].length; k++) { starts.push(at += M.classes[0][k]); }
    M.classes[0] = starts;
  }
  return {
    accept: accept, manifest: manifest, find: find, french: FRENCH.of, english: ENGLISH.of, words: words, chars: chars,
    mnemonics: mnemonics, identifier: identifier, prefix: prefix, namePrefix: namePrefix,
    at: function (way) { base = way; }, load: load, files: files
  };
}());
