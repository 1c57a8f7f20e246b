<?php

declare(strict_types=1);

namespace Drupal\Tests\creno\Unit;

use Drupal\creno\Shortcode;
use Drupal\Tests\UnitTestCase;

/**
 * Tests how shortcodes are read.
 *
 * @coversDefaultClass \Drupal\creno\Shortcode
 *
 * @group creno
 */
class ShortcodeTest extends UnitTestCase {

  /**
   * Tests what a text is cut into.
   *
   * @covers ::split
   *
   * @dataProvider texts
   */
  public function testSplit(string $text, array $pieces): void {
    $this->assertSame($pieces, Shortcode::split($text));
  }

  /**
   * Texts, and what they are made of.
   */
  public static function texts(): array {
    $paris = ['agency' => 'paris'];
    $nbsp = "\u{A0}";
    $narrow = "\u{202F}";
    $read = [
      'bare' => ['[creno]', [[]]],
      'with a space' => ['[creno ]', [[]]],
      'one attribute' => ['[creno agency="paris"]', [$paris]],
      'every attribute' => [
        '[creno agency="paris-opera" skill="a" theme="b" channel="video" campaign="c" lang="fr"]',
        [[
          'agency' => 'paris-opera',
          'skill' => 'a',
          'theme' => 'b',
          'channel' => 'video',
          'campaign' => 'c',
          'lang' => 'fr',
        ],
        ],
      ],
      'apostrophes' => ["[creno agency='paris']", [$paris]],
      'curly quotes' => ['[creno agency=“paris”]', [$paris]],
      'French quotes' => ["[creno agency=«{$nbsp}paris{$narrow}»]", [$paris]],
      'non-breaking spaces' => ["[creno{$nbsp}agency{$nbsp}=\"paris\"$narrow]", [$paris]],
      'lines' => ["[creno\n  agency=\"paris\"\n]", [$paris]],
      'texts around' => ['é [creno agency="paris"] à', ['é ', $paris, ' à']],
      'two' => ['[creno agency="paris"][creno lang="en"]', [$paris, ['lang' => 'en']]],
      'one wrong, one right' => ['[creno a="b"] [creno]', ['[creno a="b"] ', []]],
      'inside others' => ['[[creno]]', ['[', [], ']']],
    ];
    $kept = [
      'nothing' => 'Texte [1] sans rien',
      'another word' => '[crenology agency="paris"]',
      'unknown attribute' => '[creno agency="paris" onclick="alert"]',
      'server' => '[creno api="https"]',
      'upper case' => '[creno Agency="paris"]',
      'wrong value' => '[creno agency="Paris Opéra"]',
      'empty value' => '[creno agency=""]',
      'no quotes' => '[creno agency=paris]',
      'no space' => '[creno agency="paris"theme="b"]',
      'twice' => '[creno agency="paris" agency="lyon"]',
      'markup' => '[creno agency="<script>"]',
      'unfinished' => '[creno agency="paris"',
      'wrong channel' => '[creno channel="letter"]',
      'not UTF-8' => "[creno agency=\"paris\"]\xFF",
    ];
    return $read + array_map(static fn (string $text): array => [$text, [$text]], $kept);
  }

  /**
   * Tests a text that nobody writes, and none.
   *
   * @covers ::split
   */
  public function testLongText(): void {
    $text = '[creno ' . str_repeat('agency="a" ', 20000) . ']';
    $this->assertSame([$text], Shortcode::split($text));
    $this->assertSame([], Shortcode::split(''));
  }

}
