autocmd BufNewFile,BufRead *.scq setfiletype scomm
