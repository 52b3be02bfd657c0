document.title = 'bundled';
