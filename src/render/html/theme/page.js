/* What a page does with a script: links beside headings, and a filter over an index. ES5, so that
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
