"""A list of follow-ups as a test compares it."""

from __future__ import annotations

# Every row as the words that one sees; the hours to an appointment are the browser's alone.
DRAWN = """root => [...root.querySelectorAll('.ck-group')].map(group => [
    group.dataset.g,
    group.querySelector('.ck-group__h').textContent,
    ...[...group.querySelectorAll('.ck-task')].map(task => [
        task.dataset.kind || '',
        task.querySelector('.ck-task__when').className,
        task.querySelector('.ck-task__when').firstChild.textContent,
        group.dataset.g === 'appt' ? '' : task.querySelector('small').textContent,
        task.querySelector('.ck-task__t').textContent,
        (task.querySelector('.ck-dot') || {dataset: {}}).dataset.c || '',
        (task.querySelector('.ck-task__why') || {}).textContent || '',
        ...[...task.querySelectorAll('a[href]')].map(a => a.getAttribute('href').replace(/^[.][/]/, '')),
    ].join('|')),
])"""
