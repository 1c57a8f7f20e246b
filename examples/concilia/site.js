// The theme's own script, written as themes were when this jQuery was current.
jQuery(function ($) {
  $('html').removeClass('no-js').addClass('js');

  // Menu of narrow screens.
  $('.menu-bouton').bind('click', function () {
    var open = $(this).attr('aria-expanded') === 'true';
    $(this).attr('aria-expanded', String(!open));
    $('#menu').toggleClass('est-ouvert', !open);
  });
  $('#menu a').bind('click', function () {
    $('.menu-bouton').attr('aria-expanded', 'false');
    $('#menu').removeClass('est-ouvert');
  });

  // Sub-menu under the pointer.
  $('.menu__parent').hover(
    function () { $(this).addClass('survol'); },
    function () { $(this).removeClass('survol'); }
  );

  // Accordion: each title becomes a button, each answer slides.
  $('.accordeon > h3').each(function (index) {
    var answer = $(this).next();
    var id = 'reponse-' + index;
    var button = $('<button type="button" class="accordeon__bouton"></button>')
      .text($(this).text())
      .attr({ 'aria-expanded': 'false', 'aria-controls': id });
    answer.attr('id', id).hide();
    $(this).empty().append(button);
    button.bind('click', function () {
      var open = button.attr('aria-expanded') === 'true';
      button.attr('aria-expanded', String(!open));
      answer.stop(true, true).slideToggle(180);
    });
  });
});
